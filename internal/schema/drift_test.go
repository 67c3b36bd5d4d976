package schema

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"mpsync/internal/comment"
	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/site"
)

// nonsense is a key and a word that no file has.
const nonsense = "zzzzzzzzzz"

// load reads a site of some files; what is wrong is in the findings.
func load(t *testing.T, account string, files map[string]string) (*site.Site, []diag.Diagnostic) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	env := func(string) (string, bool) { return "value", true }
	s, found, err := site.Load(context.Background(), dir, site.Options{Account: account, Env: env})
	if err == nil {
		t.Cleanup(func() { _ = s.Close() })
	}
	return s, found
}

func text(t *testing.T, doc any) string {
	t.Helper()
	data, err := json.Marshal(doc) // JSON is YAML
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// probe reads a file with a document and gives the findings.
type probe func(t *testing.T, doc any) []diag.Diagnostic

const config = "account: {emulator: current}\narticles: '*.md'\n"

var probes = map[string]probe{
	"config": func(t *testing.T, doc any) []diag.Diagnostic {
		account := ""
		if top, ok := doc.(map[string]any); ok && top["accounts"] != nil {
			account = "one"
		}
		_, found := load(t, account, map[string]string{site.ConfigFile: text(t, doc)})
		return found
	},
	"front-matter": func(t *testing.T, doc any) []diag.Diagnostic {
		_, found := load(t, "", map[string]string{site.ConfigFile: config, "a.md": "---\n" + text(t, doc) + "\n---\nText.\n"})
		return found
	},
	"message": func(t *testing.T, doc any) []diag.Diagnostic {
		_, found := load(t, "", map[string]string{site.ConfigFile: config, "a.message.yaml": text(t, doc)})
		return found
	},
	"materials": func(t *testing.T, doc any) []diag.Diagnostic {
		_, found := load(t, "", map[string]string{site.ConfigFile: config, model.MaterialsFile: text(t, doc)})
		return found
	},
}

// refused are keys that are known only to say that they belong elsewhere.
var refused = []string{"defaults.publish", "accounts.one.defaults.publish"}

// TestSchemasNameWhatIsRead asks the readers of files what they take: an unknown
// key, and a word that is none of the choices, are answered with those there are.
func TestSchemasNameWhatIsRead(t *testing.T) {
	for name, p := range probes {
		t.Run(name, func(t *testing.T) {
			d := drift{T: t, root: parse(name, diag.English), probe: p}
			d.table("", d.root, func(v any) any { return v })
			if d.asked == 0 {
				t.Error("nothing was asked")
			}
		})
	}
}

type drift struct {
	*testing.T
	root  *node
	probe probe
	asked int
}

// table compares the keys of a table that stands at a path; wrap makes a
// document with a value in that place.
func (d *drift) table(path string, n *node, wrap func(any) any) {
	if string(n.Additional) == "false" {
		d.asked++
		known := choices(d.probe(d.T, wrap(map[string]any{nonsense: 1})), "unknown-key")
		known = slices.DeleteFunc(known, func(k string) bool { return slices.Contains(refused, path+k) })
		if diff := cmp.Diff(known, slices.Sorted(slices.Values(n.Properties.keys())), cmpopts.SortSlices(strings.Compare)); diff != "" {
			d.Errorf("keys of %q (-read +schema):\n%s", path, diff)
		}
	}
	for _, key := range n.Properties.keys() {
		d.value(path+key, n.Properties.Value(key), func(v any) any { return wrap(map[string]any{key: v}) })
	}
	if o := n.others(); o != nil {
		d.value(path+"one", o, func(v any) any { return wrap(map[string]any{"one": v}) })
	}
}

// value compares the choices of a value, and finds tables that the schema takes
// for something else.
func (d *drift) value(path string, n *node, wrap func(any) any) {
	n = n.follow(d.root)
	isTable := false
	for _, c := range append([]*node{n}, n.AnyOf...) {
		c = c.follow(d.root)
		if c.Properties.OrderedMap != nil || c.others() != nil {
			isTable = true
			if !strings.HasSuffix(path, "cover_crop") { // has a finding of its own, see TestSchemasJudge
				d.table(path+".", c, wrap)
			}
		}
		if c.Items != nil && c.Items.Properties.OrderedMap != nil {
			d.table(path+"[].", c.Items, func(v any) any { return wrap([]any{v}) })
		}
	}
	if !isTable {
		for _, f := range d.probe(d.T, wrap(map[string]any{nonsense: 1})) {
			if f.Code == "unknown-key" {
				d.Errorf("%s is a table for its reader: %v", path, f.Args)
			}
		}
	}
	d.words(path, n, wrap)
}

// words compares the choices of a value.
func (d *drift) words(path string, n *node, wrap func(any) any) {
	if n.Type != nil && n.Enum == nil && isOf(n, "object") {
		return
	}
	var listed []string
	for _, v := range n.Enum {
		if s, ok := v.(string); ok {
			listed = append(listed, s)
		}
		for _, f := range d.probe(d.T, wrap(v)) {
			if f.Code == "value-not-choice" || f.Code == "material-type-unknown" {
				d.Errorf("%s: %v is refused: %v", path, v, f.Message(diag.English))
			}
		}
	}
	d.asked++
	found := d.probe(d.T, wrap(nonsense))
	if slices.ContainsFunc(found, func(f diag.Diagnostic) bool { return f.Code == "material-type-unknown" }) {
		return // names no choices
	}
	if diff := cmp.Diff(choices(found, "value-not-choice"), listed, cmpopts.EquateEmpty(), cmpopts.SortSlices(strings.Compare)); diff != "" {
		d.Errorf("choices of %s (-read +schema):\n%s", path, diff)
	}
}

func isOf(n *node, kind string) bool {
	all, _ := n.Type.([]any)
	return n.Type == kind || slices.Contains(all, any(kind))
}

// choices are those that a finding about nonsense names.
func choices(found []diag.Diagnostic, code string) []string {
	for _, f := range found {
		if f.Code != code || len(f.Args) < 2 || code == "unknown-key" && !strings.HasSuffix(fmt.Sprint(f.Args[0]), nonsense) {
			continue
		}
		return strings.Split(fmt.Sprint(f.Args[1]), ", ")
	}
	return nil
}

func TestSchemaOfFrontMatterHasOurKeys(t *testing.T) {
	want := append(site.Keys(), "type", "date", "tags") // other tools' keys too, so not among ours
	got := parse("front-matter", diag.English).Properties.keys()
	if diff := cmp.Diff(want, got, cmpopts.SortSlices(strings.Compare)); diff != "" {
		t.Errorf("keys of front matter (-read +schema):\n%s", diff)
	}
}

func TestSchemaOfCommentsHasTheirKeys(t *testing.T) {
	root := parse("comments", diag.English)
	for text, n := range map[string]*node{
		"message: 1/0\n" + nonsense + ": 1\ncomments: []\n":             root,
		"message: 1/0\ncomments:\n  - id: 1\n    " + nonsense + ": 1\n": root.Properties.Value("comments").Items,
	} {
		_, found := comment.Parse("a.comments.yaml", []byte(text))
		if diff := cmp.Diff(choices(found, "unknown-key"), n.Properties.keys(), cmpopts.SortSlices(strings.Compare)); diff != "" {
			t.Errorf("keys of comments (-read +schema):\n%s", diff)
		}
	}
}

// TestDefaultsOfTheSchemaAreThoseOfTheProgram writes every default into a file
// and expects that this changes nothing.
func TestDefaultsOfTheSchemaAreThoseOfTheProgram(t *testing.T) {
	root := parse("config", diag.English)
	doc := map[string]any{"account": map[string]any{"emulator": "current"}}
	n := defaults(root, root, doc)
	said, found := load(t, "", map[string]string{site.ConfigFile: text(t, doc)})
	silent, _ := load(t, "", map[string]string{site.ConfigFile: "account: {emulator: current}\n"})
	if said == nil || n < 10 {
		t.Fatalf("%d defaults: %v", n, found)
	}
	ignore := cmpopts.IgnoreFields(site.Config{}, "ThemePos", "Account")
	if diff := cmp.Diff(silent.Config, said.Config, ignore); diff != "" {
		t.Errorf("-program +schema:\n%s", diff)
	}
	if said.Config.Account.Library != silent.Config.Account.Library {
		t.Errorf("library %q", said.Config.Account.Library)
	}
}

// defaults fills in the defaults of a table and counts them.
func defaults(root, n *node, into map[string]any) int {
	count := 0
	for _, key := range n.Properties.keys() {
		child := n.Properties.Value(key).follow(root)
		if len(child.Default) > 0 {
			into[key] = child.Default
			count++
			continue
		}
		below, _ := into[key].(map[string]any)
		if below == nil {
			below = map[string]any{}
		}
		if c := defaults(root, child, below); c > 0 {
			into[key] = below
			count += c
		}
	}
	return count
}
