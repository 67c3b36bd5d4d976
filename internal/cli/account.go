package cli

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"path/filepath"
	"time"

	"golang.org/x/time/rate"

	"mpsync/internal/diag"
	"mpsync/internal/emulator"
	"mpsync/internal/library"
	"mpsync/internal/model"
	"mpsync/internal/site"
	"mpsync/internal/wechat"
)

// account is the account that a site belongs to, connected.
type account struct {
	client *wechat.Client
	appID  string
	name   string // in words for people
	files  fetcher
	close  func() error
	// metered says that the account counts calls, so that it is worth asking what
	// is left of them.
	metered bool
}

// The built-in account's credentials; any pair would do.
const (
	builtinAppID  = "wx-mpsync-builtin"
	builtinSecret = "built-in"
)

// openAccount makes the client of the site's account.
func (s *session) openAccount(ctx context.Context) (*account, error) {
	c := s.site.Config.Account
	if c.Emulator != "" {
		return s.openBuiltin(ctx)
	}
	var revealed [4]string
	for i, secret := range []site.Secret{c.API, c.AppID, c.Secret, c.TokenCommand} {
		var err error
		if revealed[i], err = secret.Value(); err != nil {
			return nil, &exit{code: exitAccount, err: err}
		}
	}
	base, appID, secret, command := revealed[0], revealed[1], revealed[2], revealed[3]
	cfg := s.clientConfig(base, nil)
	if u, err := url.Parse(base); err == nil && isLoopback(u.Hostname()) {
		cfg.Rate = rate.Inf
	}
	switch {
	case c.Component.Set:
		if appID == "" {
			return nil, noCredentials("appid")
		}
		p, keep, err := s.platform(appID)
		if err != nil {
			return nil, err
		}
		cfg.Tokens = wechat.AuthorizerToken(cfg, p, appID, keep)
	case command != "":
		if err := s.mayRun("token_command"); err != nil {
			return nil, err
		}
		cfg.Tokens = wechat.CommandToken(s.Now, func(ctx context.Context) ([]byte, error) { return s.Command(ctx, command) })
	case appID == "":
		return nil, noCredentials("appid")
	case secret == "":
		return nil, noCredentials("secret")
	default:
		cfg.Tokens = wechat.StableToken(cfg, appID, secret)
	}
	return &account{client: wechat.New(cfg), appID: appID, name: appID, files: fetcher{cfg.HTTP, base}, close: noClose, metered: true}, nil
}

func noCredentials(what string) error {
	return &exit{code: exitAccount, err: diag.Stop(nil, "no-credentials", diag.Pos{File: site.ConfigFile}, what)}
}

// mayRun refuses a command of mpsync.yaml where nobody allowed them: a site can
// come from anyone who opens a pull request.
func (s *session) mayRun(key string) error {
	if s.commandsAllowed(s.site.Dir) {
		return nil
	}
	return &exit{code: exitAccount, err: diag.Stop(nil, "command-not-allowed", diag.Pos{File: site.ConfigFile}, key)}
}

func noClose() error { return nil }

// openBuiltin opens the built-in account, which lives in the site's folder and
// is called in process.
func (s *session) openBuiltin(ctx context.Context) (*account, error) {
	profile := s.site.Config.Account.Emulator
	e, err := emulator.Open(ctx, emulator.Config{
		Dir: filepath.Join(s.site.Dir, ".mpsync", "emulator"), Profile: profile, Now: s.Now, Rand: s.Rand,
	})
	if err != nil {
		return nil, err
	}
	cfg := s.clientConfig("http://127.0.0.1", inProcess{e})
	cfg.Rate = rate.Inf
	cfg.Tokens = wechat.StableToken(cfg, builtinAppID, builtinSecret)
	name := s.console.Text("builtin-account", profile)
	return &account{
		client: wechat.New(cfg), appID: builtinAppID + "-" + profile, name: name, files: fetcher{cfg.HTTP, cfg.Base}, close: e.Close,
	}, nil
}

// clientConfig is what every client of this run shares.
func (s *session) clientConfig(base string, t http.RoundTripper) wechat.Config {
	return wechat.Config{
		Base: base, HTTP: &http.Client{Transport: t}, Now: s.Now, Sleep: s.Sleep,
		Observe: func(c wechat.Call) {
			s.made.count(c.API)
			if c.Wait > 0 {
				why := "progress-retry"
				if wechat.ClassOf(c.Err) == wechat.ClassMinute {
					why = "progress-minute"
				}
				s.console.Progress(s.console.Text(why, c.API, c.Wait.Round(time.Second)))
			}
			if c.Err != nil {
				s.console.Log("%s %s: %v", c.API, c.Duration.Round(time.Millisecond), c.Err)
				return
			}
			s.console.Log("%s %s", c.API, c.Duration.Round(time.Millisecond))
		},
	}
}

// inProcess calls a handler as if it stood at the other end of a connection.
type inProcess struct{ handler http.Handler }

var errAborted = errors.New("the connection was closed")

// RoundTrip serves one request. A handler that aborts closes the connection.
func (p inProcess) RoundTrip(r *http.Request) (resp *http.Response, err error) {
	w := &reply{header: http.Header{}, status: http.StatusOK}
	defer func() {
		if v := recover(); v != nil {
			if e, ok := v.(error); !ok || !errors.Is(e, http.ErrAbortHandler) {
				panic(v)
			}
			resp, err = nil, errAborted
		}
	}()
	r = r.Clone(r.Context())
	r.RequestURI, r.RemoteAddr, r.Host = r.URL.RequestURI(), "127.0.0.1:0", r.URL.Host
	if r.Body == nil {
		r.Body = http.NoBody
	}
	p.handler.ServeHTTP(w, r)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return w.response(r), nil
}

// images are the calls that put files into the account.
type images struct{ client *wechat.Client }

// UploadImg puts a content image.
func (i images) UploadImg(ctx context.Context, name string, data []byte) (string, error) {
	return i.client.UploadImg(ctx, wechat.File{Name: name, Data: data})
}

// AddImage adds a permanent image.
func (i images) AddImage(ctx context.Context, name string, data []byte) (mediaID, url string, err error) {
	return i.client.AddMaterial(ctx, wechat.Image, wechat.File{Name: name, Data: data}, nil)
}

// FindImages looks permanent images up by name.
func (i images) FindImages(ctx context.Context, names []string) ([]model.Material, error) {
	return library.Images(ctx, i.client, names)
}
