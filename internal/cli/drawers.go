package cli

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"mpsync/internal/build"
	"mpsync/internal/bundle"
	"mpsync/internal/cache"
	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/render/diagram"
	"mpsync/internal/render/math"
	"mpsync/internal/site"
)

// drawers draw formulas and diagrams; made once for a run.
type drawers struct {
	formulas *math.Typesetter
	diagrams *diagram.Drawer
}

// draws makes the drawers of a site, or gives those of this run.
func (a *app) draws(s *site.Site) *drawers {
	if a.drawers == nil {
		tools := a.tools()
		a.drawers = &drawers{
			formulas: &math.Typesetter{Read: tools.Reader(bundle.MathJax()), Cache: a.drawn("formulas")},
			diagrams: &diagram.Drawer{
				Browser: a.chromium, Root: a.Root, Read: tools.Reader(bundle.Mermaid()), Cache: a.drawn("diagrams"),
			},
		}
	}
	// Only a change is written: while a site is watched, drawers are at work.
	d, commands := a.drawers.diagrams, s.Config.Drawings.Diagrams
	if !maps.Equal(d.Commands, commands) {
		d.Commands = commands
	}
	if len(commands) > 0 && d.Run == nil && a.commandsAllowed(s.Dir) {
		d.Run = a.Pipe
	}
	return a.drawers
}

// close ends what the drawers started.
func (d *drawers) close() {
	if d != nil {
		d.diagrams.Close()
	}
}

// mostPages is how many bytes of pages are kept for later runs.
const mostPages = 512 << 20

// kept is where pages, and what is known of files, lie for later runs; nil where
// it is not known where to, or which program this is.
func (a *app) kept() *cache.Store {
	dir := a.drawn("pages")
	if dir == "" || a.Program == "" {
		return nil
	}
	return &cache.Store{Dir: dir, Most: mostPages, Now: a.Now}
}

// pages keeps articles that were made for later runs.
func (a *app) pages() *build.Pages {
	if store := a.kept(); store != nil {
		return &build.Pages{Store: store, Program: a.Program}
	}
	return nil
}

// heads keeps what the files of a site begin with for later runs.
func (a *app) heads() *site.Heads {
	if store := a.kept(); store != nil {
		return &site.Heads{Store: store, Program: a.Program}
	}
	return nil
}

// into hands the drawers to a build.
func (d *drawers) into(o build.Options) build.Options {
	o.Formulas, o.Diagrams = d.formulas, d.diagrams
	return o
}

// file makes the image of a formula or diagram; ok is false for any other asset.
func (d *drawers) file(ctx context.Context, a model.Asset) (f model.File, ok bool, err error) {
	var data []byte
	switch a.Fit {
	case build.FitFormula:
		data, err = d.formula(ctx, a.Source)
	case build.FitDiagram:
		var r diagram.Request
		if err = json.Unmarshal(a.Source, &r); err == nil {
			var p diagram.Picture
			p, err = d.diagrams.Draw(ctx, r)
			data = p.PNG
		}
	default:
		return model.File{}, false, nil
	}
	if err != nil {
		return model.File{}, true, diag.Stop(err, "drawing-gone", diag.Pos{}, a.Path)
	}
	return model.File{Name: a.Name, Data: data}, true, nil
}

func (d *drawers) formula(ctx context.Context, source []byte) ([]byte, error) {
	var i build.FormulaImage
	if err := json.Unmarshal(source, &i); err != nil {
		return nil, err
	}
	drawing, err := d.formulas.Typeset(ctx, i.TeX, i.Macros, i.Display)
	if err != nil {
		return nil, err
	}
	data, ok := drawing.PNG(i.Ink, i.Paper)
	if !ok {
		return nil, errors.New("the formula can't be an image")
	}
	return data, nil
}

// tools is where the packages of npm are installed that mpsync runs.
func (a *app) tools() bundle.Store {
	return bundle.Store{Dir: a.cacheFor("tools"), HTTP: &http.Client{Timeout: 10 * time.Minute}}
}

func (a *app) drawn(what string) cache.Dir {
	if dir := a.cacheFor(what); dir != "" {
		return cache.Dir(dir)
	}
	return ""
}

// variable is a variable of the environment, "" when it is not set.
func (a *app) variable(name string) string {
	v, _ := a.Env(name)
	return v
}

// configFile is the user's own config file, "" where the environment does not
// tell where such files are.
func (a *app) configFile() string {
	base := a.variable("XDG_CONFIG_HOME")
	switch home := a.variable("HOME"); {
	case filepath.IsAbs(base):
	case runtime.GOOS == "windows":
		base = a.variable("AppData")
	case home == "":
		return ""
	default:
		base = filepath.Join(home, ".config")
	}
	if base == "" {
		return ""
	}
	return filepath.Join(base, "mpsync", "config.yaml")
}

// userConfig is the user's own config file. What a site must not decide stands
// there.
type userConfig struct {
	// AllowCommands are the folders of sites whose commands may run.
	AllowCommands []string `yaml:"allow_commands"`
}

// commandsAllowed says whether the commands of a site may run: by a flag, by the
// environment, or because the user's own config file lists the site.
func (a *app) commandsAllowed(dir string) bool {
	if allowed, err := strconv.ParseBool(a.variable("MPSYNC_ALLOW_COMMANDS")); a.flags.allowCommands || err == nil && allowed {
		return true
	}
	data, err := os.ReadFile(a.configFile())
	if err != nil {
		return false
	}
	var c userConfig
	if yaml.Unmarshal(data, &c) != nil {
		return false
	}
	site := a.real(dir)
	return slices.ContainsFunc(c.AllowCommands, func(listed string) bool {
		if rest, ok := strings.CutPrefix(listed, "~/"); ok {
			listed = filepath.Join(a.variable("HOME"), rest)
		}
		return filepath.IsAbs(listed) && a.real(listed) == site
	})
}

// real is where a folder is, its symbolic links followed.
func (*app) real(dir string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return dir
	}
	if followed, err := filepath.EvalSymlinks(abs); err == nil {
		return followed
	}
	return abs
}

// npmRegistry is the registry that npm uses when nothing else is said.
const npmRegistry = "https://registry.npmjs.org/"

// registry is the registry that npm would use: the environment's, else that of
// the user's .npmrc.
func (a *app) registry() string {
	for _, name := range []string{"npm_config_registry", "NPM_CONFIG_REGISTRY"} {
		if v := a.variable(name); v != "" {
			return v
		}
	}
	data, err := os.ReadFile(filepath.Join(a.variable("HOME"), ".npmrc"))
	if err != nil {
		return npmRegistry
	}
	for line := range strings.Lines(string(data)) {
		if name, value, ok := strings.Cut(line, "="); ok && strings.TrimSpace(name) == "registry" {
			return strings.Trim(strings.TrimSpace(value), `"'`)
		}
	}
	return npmRegistry
}

// browsers are the names of Chromium and its kin, best first.
var browsers = []string{
	"chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "headless_shell", "microsoft-edge", "msedge",
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium",
	"/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
	`C:\Program Files\Google\Chrome\Application\chrome.exe`, `C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
}

// chromium finds a browser, "" where there is none.
func (a *app) chromium() string {
	names := browsers
	if named := a.variable("MPSYNC_CHROMIUM"); named != "" {
		names = []string{named}
	}
	for _, name := range names {
		if path, err := a.Look(name); err == nil {
			return path
		}
	}
	return ""
}
