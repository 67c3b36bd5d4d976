package site

import (
	"cmp"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"mpsync/internal/diag"
	"mpsync/internal/model"
)

// settings are a Config in the making.
type settings struct {
	Config
	patterns []pattern
	authorAt place
}

// setters say how to read each key of a table.
type setters map[string]func(field)

// configReader reads mpsync.yaml into settings.
type configReader struct {
	*loader
	*settings
}

// configure reads mpsync.yaml and says whether it can be used.
func (l *loader) configure(data []byte) bool {
	data = lines(data)
	if p, bad := notUTF8(data); bad {
		l.conf.error(p, "not-utf8")
		return false
	}
	n := parseYAML(data, 1, yamlFile, &l.conf)
	if n == nil {
		return false
	}
	s := settings{Config: defaultConfig()}
	configReader{l, &s}.read(n)
	l.conf.list = append(l.conf.list, CheckAuthor(s.Defaults.Author, s.Drafts(), l.conf.at(s.authorAt))...)
	l.settings, l.Config = s, s.Config
	return !l.conf.failed()
}

func (r configReader) read(n *node) {
	own := n.place
	known := r.shared()
	known["account"] = func(f field) { r.tableOf(f, "account", r.account()) }
	known["accounts"] = func(field) {} // After the keys that accounts override.
	r.table(n, "", known)
	if len(r.patterns) == 0 {
		for _, glob := range r.settings.Articles {
			r.patterns = append(r.patterns, pattern{place: own, glob: glob})
		}
	}
	one, hasOne := n.get("account")
	many, hasMany := n.get("accounts")
	switch {
	case hasOne && hasMany:
		r.conf.error(later(one, many).place, "account-and-accounts")
	case hasMany:
		r.choose(many)
		return
	case r.opts.Account != "":
		r.conf.error(own, "account-single", r.opts.Account)
	}
	r.finishAccount(one)
	r.keepState(r.State, "", r.Account.Emulator != "")
}

func later(a, b field) field {
	if a.line > b.line {
		return a
	}
	return b
}

var accountName = regexp.MustCompile(`^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$`)

// choose reads every account, so that what is wrong with any is found, and
// takes the one that was asked for.
func (r configReader) choose(f field) {
	if f.value.kind != table {
		r.conf.error(f.value.place, "value-not-table", f.key)
		return
	}
	base := *r.settings
	names := make([]string, 0, len(f.value.fields))
	for _, a := range f.value.fields {
		names = append(names, a.key)
		s := base
		s.State = ""
		own := configReader{r.loader, &s}
		if !accountName.MatchString(a.key) {
			r.conf.error(a.place, "account-name", a.key)
		}
		known := own.shared()
		maps.Copy(known, own.account())
		own.tableOf(a, f.key+"."+a.key, known)
		own.finishAccount(a)
		s.Account.Name = a.key
		own.keepState(cmp.Or(s.State, base.State), ownName(s.State, a.key), s.Account.Emulator != "")
		if a.key == r.opts.Account {
			*r.settings = s
		}
	}
	slices.Sort(names)
	switch choices := strings.Join(names, ", "); {
	case r.opts.Account == "":
		r.conf.error(f.place, "account-not-chosen", choices)
	case !slices.Contains(names, r.opts.Account):
		r.conf.error(f.place, "account-unknown", r.opts.Account, choices)
	}
}

// finishAccount looks at an account as a whole.
func (r configReader) finishAccount(account field) {
	if account.value == nil || r.Account.Emulator != "" {
		return
	}
	if f, ok := account.value.get("secret"); ok && f.value.scalar() && !variable.MatchString(f.value.text) {
		r.conf.warn(f.place, "secret-in-plain")
	}
}

// stateFile is where the state stands: as given for a single account, else a
// file for each account, and one more for each that is built in.
func stateFile(given, account string, builtIn bool) string {
	if given != "" && account == "" {
		return given
	}
	name := given
	if name == "" {
		name = "mpsync.state.json"
	}
	ext := path.Ext(name)
	name = strings.TrimSuffix(name, ext)
	if account != "" {
		name += "." + account
	}
	if builtIn {
		name += ".emulator"
	}
	return name + ext
}

// shared are the keys that stand at the top and in accounts.
func (r configReader) shared() setters {
	d, lim := &r.Defaults, &r.Limits
	return setters{
		"articles": r.articles,
		"since":    r.since,
		"theme":    r.theme,
		"lang":     func(f field) { r.Lang = r.choice(f, string(diag.Chinese), string(diag.English)) },
		"state":    r.state,
		"defaults": func(f field) {
			r.tableOf(f, "defaults", setters{
				"author":     r.author,
				"comments":   r.comments,
				"cover":      r.cover,
				"cover_crop": func(f field) { d.CoverCrop = cropOf(f, &r.conf) },
				"source_url": r.sourceURL,
				"show_cover": func(f field) { d.ShowCover = r.truth(f) },
				"publish":    func(f field) { r.conf.error(f.place, "publish-in-defaults") },
			})
		},
		"images": r.images,
		"header": func(f field) { r.Header, _ = r.snippet(f, ConfigFile, &r.conf) },
		"footer": func(f field) { r.Footer, _ = r.snippet(f, ConfigFile, &r.conf) },
		"publish": func(f field) {
			r.tableOf(f, "publish", setters{"enabled": func(f field) { r.Publish = r.truth(f) }})
		},
		"ci":              r.ci,
		"math":            r.mathForm,
		"render":          r.render,
		"diagrams":        r.diagrams,
		"on_console_save": func(f field) { r.OnConsoleSave = r.choice(f, ConsoleHold, ConsoleUpdate) },
		"comments":        r.moderation,
		"limits": func(f field) {
			r.tableOf(f, "limits", setters{
				"creates":         func(f field) { lim.Creates = r.count(f) },
				"deletes":         func(f field) { lim.Deletes = r.count(f) },
				"comment_deletes": func(f field) { lim.CommentDeletes = r.count(f) },
				"content":         func(f field) { lim.Content = r.choice(f, ContentError, ContentWarn) },
			})
		},
	}
}

// account are the keys of an account.
func (r configReader) account() setters {
	a := &r.Account
	return setters{
		"appid":         func(f field) { a.AppID = r.secret(f) },
		"secret":        func(f field) { a.Secret = r.secret(f) },
		"token_command": func(f field) { a.TokenCommand = r.secret(f) },
		"api": func(f field) {
			a.API = r.secret(f)
			if f.value.scalar() && !variable.MatchString(f.value.text) && !isWeb(f.value.text) {
				r.conf.error(f.value.place, "api-not-web")
			}
		},
		"library": func(f field) { a.Library = r.choice(f, LibraryAuto, LibraryMaterial, LibraryDraft) },
		"component": func(f field) {
			a.Component.Set = true
			r.tableOf(f, "account.component", setters{
				"appid":                 func(f field) { a.Component.AppID = r.secret(f) },
				"secret":                func(f field) { a.Component.Secret = r.secret(f) },
				"ticket_command":        func(f field) { a.Component.TicketCommand = r.secret(f) },
				"refresh_token_command": func(f field) { a.Component.RefreshCommand = r.secret(f) },
			})
			if f, ok := f.value.get("secret"); ok && f.value.scalar() && !variable.MatchString(f.value.text) {
				r.conf.warn(f.place, "secret-in-plain")
			}
		},
		"emulator": func(f field) { a.Emulator = r.choice(f, EmulatorLegacy, EmulatorCurrent) },
	}
}

// tableOf reads the table that is the value of a field.
func (r configReader) tableOf(f field, at string, known setters) {
	if f.value.kind != table {
		r.conf.error(f.value.place, "value-not-table", f.key)
		return
	}
	r.table(f.value, at+".", known)
}

// table calls the setters of the keys that have a value and warns of unknown
// keys. prefix is the path of the table with a dot behind it, "" for the top.
func (r configReader) table(n *node, prefix string, known setters) {
	for _, f := range n.fields {
		set, ok := known[f.key]
		switch {
		case !ok:
			unknownKey(&r.conf, f, prefix, slices.Sorted(maps.Keys(known)))
		case f.value.kind != null:
			set(f)
		}
	}
}

// unknownKey warns of a key that a file of mpsync's own does not have.
func unknownKey(f *findings, key field, prefix string, known []string) {
	if near := Nearest(key.key, known); near != "" {
		f.warn(key.place, "did-you-mean", prefix+key.key, near)
		return
	}
	f.warn(key.place, "unknown-key", prefix+key.key, strings.Join(known, ", "))
}

// text reads a text with its variables filled in.
func (r configReader) text(f field) string {
	if !f.value.scalar() {
		r.conf.error(f.value.place, "value-not-text", f.key)
		return ""
	}
	s, unset := expand(f.value.text, r.conf.at(f.value.place), r.opts.Env)
	if unset != nil {
		r.conf.list = append(r.conf.list, unset.Diagnostic)
	}
	return s
}

func (r configReader) secret(f field) Secret {
	if !f.value.scalar() {
		r.conf.error(f.value.place, "value-not-text", f.key)
		return Secret{}
	}
	raw, pos, env := f.value.text, r.conf.at(f.value.place), r.opts.Env
	return Secret{func() (string, error) {
		s, unset := expand(raw, pos, env)
		if unset != nil {
			return "", unset
		}
		return s, nil
	}}
}

func (r configReader) truth(f field) bool {
	value, ok := f.value.truth()
	if !ok {
		r.conf.error(f.value.place, "value-not-bool", f.key)
	}
	return value
}

func (r configReader) count(f field) int {
	n, err := strconv.Atoi(f.value.text)
	if err != nil || n < 0 {
		r.conf.error(f.value.place, "value-not-number", f.key)
	}
	return n
}

func (r configReader) choice(f field, choices ...string) string {
	value := r.text(f)
	if f.value.scalar() && !slices.Contains(choices, value) {
		r.conf.error(f.value.place, "value-not-choice", f.key, strings.Join(choices, ", "))
	}
	return value
}

// articles reads one glob or a list.
func (r configReader) articles(f field) {
	items := []*node{f.value}
	if f.value.kind == list {
		items = f.value.items
	}
	r.settings.Articles, r.patterns = nil, nil
	for _, n := range items {
		glob := r.text(field{n.place, f.key, n})
		clean := nfc(path.Clean(strings.TrimLeft(glob, "/")))
		switch {
		case glob == "":
		case clean == ".." || strings.HasPrefix(clean, "../"):
			r.conf.error(n.place, "glob-escapes", glob)
		case !doublestar.ValidatePattern(clean):
			r.conf.error(n.place, "glob-invalid", glob)
		default:
			r.settings.Articles = append(r.settings.Articles, glob)
			r.patterns = append(r.patterns, pattern{place: n.place, glob: clean})
		}
	}
}

func (r configReader) theme(f field) {
	r.Theme, r.ThemePos = r.text(f), r.conf.at(f.value.place)
	if !strings.HasSuffix(r.Theme, ".css") {
		return
	}
	t := r.Resolve(ConfigFile, r.Theme)
	if t.Reason != Found {
		r.conf.error(f.value.place, "theme-file-missing", r.Theme)
	}
	r.Theme = t.Path
}

func (r configReader) author(f field) {
	r.Defaults.Author, r.authorAt = oneLine(r.text(f)), f.value.place
}

func (r configReader) comments(f field) {
	c, ok := commentsOf(f.value)
	if !ok {
		r.conf.error(f.value.place, "value-not-choice", f.key, commentChoices)
	}
	r.Defaults.Comments = c
}

func (r configReader) cover(f field) {
	dest := r.text(f)
	r.Defaults.Cover = dest
	if dest == "" || dest == CoverAuto || isURL(dest) {
		return
	}
	t := r.Resolve(ConfigFile, dest)
	if t.Reason != Found {
		r.conf.error(f.value.place, "cover-"+string(t.Reason), dest)
	}
	r.Defaults.Cover = t.Path
}

func (r configReader) sourceURL(f field) {
	r.Defaults.SourceURL = r.text(f)
	if u := expandAddress(r.Defaults.SourceURL, model.Address("x")); u != "" && !isWeb(u) {
		r.conf.error(f.value.place, "source-url-not-web", f.key)
	}
}
