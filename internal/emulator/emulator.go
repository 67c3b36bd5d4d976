// Package emulator is the server API of a WeChat Official Account as an
// [http.Handler] with a real database, for tests, for CI, and for trying things
// out where no account can be reached.
//
// It follows the API's documents, not any client: it imports nothing of mpsync,
// so that a misreading there cannot agree with a misreading here. Where the
// documents disagree the disputed value is a [Setting].
//
// One SQLite file holds everything: articles, images, tokens, the request log,
// faults and settings. Several processes may serve the same file at once. Each
// request is one transaction, and a refused request changes nothing but the log
// and the quotas.
//
// It does not send anything anywhere: nobody is notified, nothing is pushed to a
// callback, and every recipient is imaginary.
package emulator

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"
)

// Config says where the account lives and how it behaves.
type Config struct {
	Dir      string            // folder of the database; created if missing
	Profile  string            // "legacy" (default) or "current"; "" keeps what the database was made with, else legacy
	AppID    string            // accepted appid; "" accepts any non-empty pair of appid and secret
	Secret   string            // accepted secret; "" accepts any non-empty one
	Settings map[string]string // NAME=VALUE as of --set; see Settings for the names
	Now      func() time.Time  // the clock; tests may move the account's time on top of it
	Rand     io.Reader         // crypto/rand.Reader in production
}

// Emulator is one account. It is safe for concurrent use.
type Emulator struct {
	config Config
	store  *store
	routes map[string]route
	admin  map[string]func(*call) (any, error)

	defaults map[string]values // by profile
	window   func() *window    // parsed on first use

	randMu sync.Mutex // guards config.Rand

	closing sync.Once
	closed  chan struct{} // closed by Close; ends hanging requests
}

// Open opens the account in c.Dir, creating it on first use. Settings given here
// are kept in the database and bind every process that serves it.
func Open(ctx context.Context, c Config) (*Emulator, error) {
	if c.Now == nil || c.Rand == nil {
		return nil, errors.New("open emulator: a clock and a source of randomness are needed")
	}
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("open emulator: %w", err)
	}
	if err := checkBoot(c.Profile, c.Settings); err != nil {
		return nil, fmt.Errorf("open emulator: %w", err)
	}
	s, err := openStore(ctx, c.Dir)
	if err != nil {
		return nil, fmt.Errorf("open emulator in %q: %w", c.Dir, err)
	}
	e := &Emulator{config: c, store: s, closed: make(chan struct{})}
	e.routes, e.admin = routes(), adminRoutes()
	e.window = sync.OnceValue(newWindow)
	e.defaults = map[string]values{legacy: defaults(legacy), current: defaults(current)}
	if err := e.boot(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open emulator in %q: %w", c.Dir, err), s.close())
	}
	return e, nil
}

// Close ends hanging requests and closes the database.
func (e *Emulator) Close() error {
	var err error
	e.closing.Do(func() {
		close(e.closed)
		err = e.store.close()
	})
	return err
}

// boot writes what the configuration asks for and the account does not have yet.
// It only reads when there is nothing to write, so that opening stays cheap.
func (e *Emulator) boot(ctx context.Context) error {
	have, err := e.store.meta(ctx)
	if err != nil {
		return err
	}
	asked := e.config.Profile
	if have["prefix"] != "" && (asked == "" || asked == have["profile"]) && len(e.config.Settings) == 0 {
		return nil
	}
	prefix := strings.NewReplacer("-", "x", "_", "y").Replace(e.randomID(12)) // no id looks like a flag
	biz := base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "3%09d", binary.BigEndian.Uint32(e.random(4))%1e9))
	return e.store.write(ctx, func(t tx) error {
		err := errors.Join(
			t.addMeta("profile", firstOf(asked, legacy)),
			t.addMeta("prefix", prefix),
			t.addMeta("biz", biz),
			t.addMeta("appid", hex.EncodeToString(e.random(8))),
		)
		if asked != "" {
			err = errors.Join(err, t.setMeta("profile", asked))
		}
		for name, value := range e.config.Settings {
			err = errors.Join(err, t.setBase(name, value))
		}
		return err
	})
}

// ServeHTTP answers one request: an API call, an image, the admin API or the window.
func (e *Emulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case hasDir(r.URL.Path, "/_emulator"):
		e.serveAdmin(w, r)
	case isImagePath(r.URL.Path):
		e.serveImage(w, r)
	case r.URL.Path == "/s":
		e.serveArticle(w, r)
	case r.URL.Path == "/" && r.Method == http.MethodGet:
		http.Redirect(w, r, "/_emulator/", http.StatusFound)
	default:
		e.serveCall(w, r)
	}
}

// random fills n bytes from the configured source.
func (e *Emulator) random(n int) []byte {
	e.randMu.Lock()
	defer e.randMu.Unlock()
	b := make([]byte, n)
	if _, err := io.ReadFull(e.config.Rand, b); err != nil {
		panic(fmt.Sprintf("emulator: source of randomness: %v", err))
	}
	return b
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
