package main

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

type scriptCommand = func(ts *testscript.TestScript, neg bool, args []string)

// scriptCommands are what scripts have beside the commands of testscript.
var scriptCommands = map[string]scriptCommand{
	"site":     cmdSite,     // site example|published|small DIR: a copy of a site
	"png":      cmdPNG,      // png FILE N: a small image, another one for every N
	"picture":  cmdPicture,  // picture FILE KIND WIDTH HEIGHT
	"pictures": cmdPictures, // pictures ACCOUNT: what its pictures are, on stdout
	"web":      cmdWeb,      // web NAME DIR: serve a folder, its URL in $NAME_URL
	"sound":    cmdSound,    // sound FILE SECONDS: a WAV of silence
	"clip":     cmdClip,     // clip FILE BYTES: what looks like an MP4
	"replace":  cmdReplace,  // replace FILE OLD NEW, where \n is a line break
	"exits":    cmdExits,    // exits CODE PROGRAM ARG…
	"start":    cmdStart,    // start NAME PROGRAM ARG…
	"await":    cmdAwait,    // await ACCOUNT API N: until so many calls were made
	"finish":   cmdFinish,   // finish NAME CODE…: wait for the end, which is one of them
	"sigint":   cmdSigint,   // sigint NAME: interrupt, without waiting
	"signal":   cmdSignal,   // signal NAME INT|TERM|KILL CODE: and wait for the end
	"emulator": cmdEmulator, // emulator ACCOUNT ARG…: serve one, its URL in $ACCOUNT_URL
	"fault":    cmdFault,    // fault ACCOUNT API MODE [KEY=VALUE…], or fault ACCOUNT clear
	"settings": cmdSettings, // settings ACCOUNT NAME=VALUE…
	"mark":     cmdMark,     // mark ACCOUNT: count requests from here
	"requests": cmdRequests, // requests ACCOUNT API N, or requests ACCOUNT writes N
	"titles":   cmdTitles,   // titles ACCOUNT: what it holds, on stdout
	"rewrite":  cmdRewrite,  // rewrite ACCOUNT TITLE OLD NEW: as a person in the console
	"grepped":  cmdGrepped,  // grepped FILE TEXT: wait until a file that is being written holds it
	"retitle":  cmdRetitle,  // retitle ACCOUNT TITLE NEW: as a person in the console
	"idof":     cmdIDOf,     // idof ACCOUNT TITLE: the media_id, in $TITLE
	"remove":   cmdRemove,   // remove ACCOUNT TITLE: as a person in the console
	"foreign":  cmdForeign,  // foreign ACCOUNT LIBRARY N: messages made by other means
	"borrow":   cmdBorrow,   // borrow ACCOUNT TITLE NEW cover|text: a colleague's message with that one's cover
	"console":  cmdConsole,  // console ACCOUNT TITLE ACTION [KEY=VALUE…]: what only the console can do
	"consent":  cmdConsent,  // consent ACCOUNT: let a platform act for it; the code in $CODE, the ticket in a file above
	"clock":    cmdClock,    // clock ACCOUNT SECONDS: time passes in the account
	"comment":  cmdComment,  // comment ACCOUNT STATE ARTICLE TEXT…: as readers do; see its usage
	"moderate": cmdModerate, // moderate ACCOUNT STATE ARTICLE CALL ID [TEXT]: of comments, as a person in the console
	"seen":     cmdSeen,     // seen ACCOUNT STATE ARTICLE: its comments, on stdout
	"ndjson":   cmdNDJSON,   // ndjson CODE: stdout is JSON lines and ends in that result
}

// want ends a script that calls a command wrongly.
func want(ts *testscript.TestScript, neg bool, args []string, n int, usage string) {
	if neg || len(args) < n {
		ts.Fatalf("usage: %s", usage)
	}
}

func cmdSite(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 2, "site example|published|small DIR")
	from := map[string]string{"example": "examples/site", "published": "examples/published", "small": "testdata/small"}[args[0]]
	ts.Check(copySite(filepath.Join(repository, from), ts.MkAbs(args[1])))
}

// repository is the folder of this test; scripts run elsewhere.
var repository = func() string {
	dir, err := os.Getwd()
	if err != nil {
		panic(err)
	}
	return dir
}()

// copySite copies what a writer would have in git.
func copySite(from, to string) error {
	return filepath.WalkDir(from, func(name string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		switch {
		case d.IsDir() && (d.Name() == ".mpsync" || d.Name() == "drawings"):
			return filepath.SkipDir
		case d.IsDir():
			return os.MkdirAll(filepath.Join(to, rel), 0o750)
		case strings.HasPrefix(d.Name(), "mpsync.state"):
			return nil
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rel), data, 0o600)
	})
}

func cmdPNG(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 2, "png FILE N")
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	im := image.NewGray(image.Rect(0, 0, 90, 38))
	for i := range im.Pix {
		im.Pix[i] = uint8(i * n)
	}
	im.Set(0, 0, color.Gray{uint8(n)})
	ts.Check(os.MkdirAll(filepath.Dir(ts.MkAbs(args[0])), 0o750))
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(errors.Join(png.Encode(f, im), f.Close()))
}

func cmdSound(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 2, "sound FILE SECONDS")
	seconds, err := strconv.Atoi(args[1])
	ts.Check(err)
	const rate = 8000
	wav := []byte("RIFF\x00\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00")
	wav = binary.LittleEndian.AppendUint32(wav, rate)
	wav = binary.LittleEndian.AppendUint32(wav, rate)
	wav = append(wav, 1, 0, 8, 0)
	wav = append(wav, "data"...)
	wav = binary.LittleEndian.AppendUint32(wav, uint32(rate*seconds))
	wav = append(wav, make([]byte, rate*seconds)...)
	binary.LittleEndian.PutUint32(wav[4:], uint32(len(wav)-8))
	writeInto(ts, args[0], wav)
}

func cmdClip(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 2, "clip FILE BYTES")
	size, err := strconv.Atoi(args[1])
	ts.Check(err)
	writeInto(ts, args[0], append([]byte("\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2"), make([]byte, size)...))
}

// writeInto writes a file and the folders that it lies in.
func writeInto(ts *testscript.TestScript, file string, data []byte) {
	ts.Check(os.MkdirAll(filepath.Dir(ts.MkAbs(file)), 0o750))
	ts.Check(os.WriteFile(ts.MkAbs(file), data, 0o600))
}

func cmdReplace(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 3, "replace FILE OLD NEW")
	text, now := ts.ReadFile(args[0]), strings.ReplaceAll(args[2], `\n`, "\n")
	if !strings.Contains(text, args[1]) {
		ts.Fatalf("%s does not contain %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(text, args[1], now, 1)), 0o600))
}

func cmdExits(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 2, "exits CODE PROGRAM ARG…")
	code, err := strconv.Atoi(args[0])
	ts.Check(err)
	checkCode(ts, ts.Exec(args[1], args[2:]...), code)
}

func checkCode(ts *testscript.TestScript, err error, code int) {
	got := 0
	if ended, ok := errors.AsType[*exec.ExitError](err); ok {
		got = ended.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != code {
		ts.Fatalf("exit code %d, want %d", got, code)
	}
}

// world is what one script has going on.
type world struct {
	programs map[string]*exec.Cmd // started, by name
	marks    map[string]int64     // by account, the last request before the mark
}

type worldKey struct{}

func worldOf(ts *testscript.TestScript) *world { return ts.Value(worldKey{}).(*world) }

// background starts a program in the folder and environment of a script.
func background(ts *testscript.TestScript, out *os.File, args []string) *exec.Cmd {
	path, err := exec.LookPath(args[0])
	ts.Check(err)
	c := exec.Command(path, args[1:]...)
	c.Dir, c.Stdout, c.Stderr = ts.MkAbs("."), out, out
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "API", "APPID", "SECRET", "CI", "GITHUB_REF", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM"} {
		c.Env = append(c.Env, name+"="+ts.Getenv(name))
	}
	ts.Check(c.Start())
	ts.Defer(func() {
		_ = c.Process.Kill()
		_ = c.Wait()
		_ = out.Close()
	})
	return c
}

func cmdStart(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 2, "start NAME PROGRAM ARG…")
	log, err := os.Create(ts.MkAbs(args[0] + ".log"))
	ts.Check(err)
	worldOf(ts).programs[args[0]] = background(ts, log, args[1:])
}

func cmdFinish(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 2, "finish NAME CODE…")
	_ = worldOf(ts).programs[args[0]].Wait() // the code is what counts
	got := strconv.Itoa(worldOf(ts).programs[args[0]].ProcessState.ExitCode())
	if !slices.Contains(args[1:], got) {
		ts.Fatalf("%s ended with %s\n%s", args[0], got, ts.ReadFile(args[0]+".log"))
	}
}

func cmdSignal(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 3, "signal NAME INT|TERM|KILL CODE")
	signals := map[string]syscall.Signal{"INT": syscall.SIGINT, "TERM": syscall.SIGTERM, "KILL": syscall.SIGKILL}
	code, err := strconv.Atoi(args[2])
	ts.Check(err)
	c := worldOf(ts).programs[args[0]]
	ts.Check(c.Process.Signal(signals[args[1]]))
	checkCode(ts, c.Wait(), code)
}

func cmdSigint(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 1, "sigint NAME")
	ts.Check(worldOf(ts).programs[args[0]].Process.Signal(syscall.SIGINT))
}

var servedAt = regexp.MustCompile(`http://[0-9.:]+`)

func cmdEmulator(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 1, "emulator ACCOUNT ARG…")
	name := args[0]
	r, w, err := os.Pipe()
	ts.Check(err)
	command := []string{"mpsync", "emulator", "--addr", "127.0.0.1:0", "--data", ts.MkAbs(name + ".account")}
	background(ts, w, append(command, args[1:]...))
	out := bufio.NewReader(r)
	line, err := out.ReadString('\n')
	ts.Check(err)
	at := servedAt.FindString(line)
	if at == "" {
		ts.Fatalf("the emulator says %q", line)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	ts.Setenv(name+"_URL", at)
}

func accountOf(ts *testscript.TestScript, name string) account {
	return account{base: ts.Getenv(name + "_URL"), appID: ts.Getenv("APPID"), secret: ts.Getenv("SECRET")}
}

// pairs reads KEY=VALUE arguments.
func pairs(ts *testscript.TestScript, args []string) map[string]any {
	m := map[string]any{}
	for _, arg := range args {
		key, value, ok := strings.Cut(arg, "=")
		if !ok {
			ts.Fatalf("%q is not KEY=VALUE", arg)
		}
		m[key] = value
		if n, err := strconv.Atoi(value); err == nil {
			m[key] = n
		}
	}
	return m
}

func cmdFault(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 2, "fault ACCOUNT API MODE [KEY=VALUE…] | fault ACCOUNT clear")
	a := accountOf(ts, args[0])
	if args[1] == "clear" {
		ts.Check(a.do(http.MethodDelete, "/_emulator/faults", nil, nil))
		return
	}
	want(ts, neg, args, 3, "fault ACCOUNT API MODE [KEY=VALUE…]")
	f := pairs(ts, args[3:])
	f["path"], f["mode"] = apiPath(args[1]), args[2]
	ts.Check(a.do(http.MethodPost, "/_emulator/faults", f, nil))
}

func apiPath(api string) string {
	if api == "*" {
		return api
	}
	return "/cgi-bin/" + api
}

func cmdSettings(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 2, "settings ACCOUNT NAME=VALUE…")
	ts.Check(accountOf(ts, args[0]).do(http.MethodPost, "/_emulator/settings", pairs(ts, args[1:]), nil))
}

func cmdMark(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 1, "mark ACCOUNT")
	log, err := accountOf(ts, args[0]).requests()
	ts.Check(err)
	if len(log) > 0 {
		worldOf(ts).marks[args[0]] = log[len(log)-1].ID
	}
}

func cmdRequests(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 3, "requests ACCOUNT API|writes|all N")
	n, err := strconv.Atoi(args[2])
	ts.Check(err)
	got, err := countRequests(ts, args[0], args[1])
	ts.Check(err)
	if len(got) != n {
		ts.Fatalf("%d requests to %s, want %d: %v", len(got), args[1], n, got)
	}
}

// countRequests lists the requests of a kind since the mark.
func countRequests(ts *testscript.TestScript, name, api string) ([]logged, error) {
	log, err := accountOf(ts, name).requests()
	var got []logged
	for _, r := range log {
		if r.asksWhetherOpen() {
			continue
		}
		if r.ID > worldOf(ts).marks[name] && (api == "all" || r.Path == apiPath(api) || api == "writes" && r.writes()) {
			got = append(got, r)
		}
	}
	return got, err
}

// cmdAwait waits for something to happen, never for time to pass.
func cmdAwait(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 3, "await ACCOUNT API N")
	n, err := strconv.Atoi(args[2])
	ts.Check(err)
	for range 600 {
		got, err := countRequests(ts, args[0], args[1])
		ts.Check(err)
		if len(got) >= n {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	ts.Fatalf("%s was not called %d times", args[1], n)
}

func cmdGrepped(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 2, "grepped FILE TEXT")
	for range 600 {
		if strings.Contains(ts.ReadFile(args[0]), args[1]) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	ts.Fatalf("%s never said %q", args[0], args[1])
}

func cmdTitles(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 1, "titles ACCOUNT")
	lines, err := accountOf(ts, args[0]).titles()
	ts.Check(err)
	_, err = io.WriteString(ts.Stdout(), strings.Join(lines, ""))
	ts.Check(err)
}

func cmdRewrite(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 4, "rewrite ACCOUNT TITLE OLD NEW")
	ts.Check(accountOf(ts, args[0]).rewrite(args[1], args[2], args[3]))
}

func cmdRetitle(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 3, "retitle ACCOUNT TITLE NEW")
	ts.Check(accountOf(ts, args[0]).retitle(args[1], args[2]))
}

func cmdIDOf(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 2, "idof ACCOUNT TITLE")
	h, _, err := accountOf(ts, args[0]).find(args[1])
	ts.Check(err)
	ts.Setenv(strings.ToUpper(args[1]), h.MediaID)
}

func cmdRemove(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 2, "remove ACCOUNT TITLE")
	ts.Check(accountOf(ts, args[0]).remove(args[1]))
}

func cmdNDJSON(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 1, "ndjson CODE")
	var last struct {
		V    int    `json:"v"`
		Type string `json:"type"`
		Data struct {
			ExitCode int `json:"exit_code"`
		} `json:"data"`
	}
	for line := range strings.Lines(ts.ReadFile("stdout")) {
		if last.Type == "result" {
			ts.Fatalf("after the result: %s", line)
		}
		ts.Check(json.Unmarshal([]byte(line), &last))
		if last.V != 1 || last.Type == "" {
			ts.Fatalf("no event: %s", line)
		}
	}
	if last.Type != "result" || strconv.Itoa(last.Data.ExitCode) != args[0] {
		ts.Fatalf("ends in %+v, want the result %s", last, args[0])
	}
}
