package schema

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"mpsync/internal/diag"
)

var update = flag.Bool("update", false, "write the reference of keys again")

// compile reads a schema as any other program does.
func compile(t *testing.T, name string, l diag.Lang) *jsonschema.Schema {
	t.Helper()
	data, ok := JSON(name, l)
	if !ok {
		t.Fatalf("no schema %s", name)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("file:///"+name, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("file:///" + name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validate(t *testing.T, s *jsonschema.Schema, text string) error {
	t.Helper()
	data, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(doc)
}

var front = regexp.MustCompile(`(?s)\A---\n(.*?)\n---\n`)

// kindOf is the schema of a file, and its YAML; "" for a file that has none.
func kindOf(path string, data []byte) (name, text string) {
	text = string(data)
	switch base := filepath.Base(path); {
	case base == "mpsync.yaml":
		return "config", text
	case base == "materials.yaml":
		return "materials", text
	case strings.HasSuffix(base, ".message.yaml"):
		return "message", text
	case strings.HasSuffix(base, ".comments.yaml"):
		return "comments", text
	case strings.HasSuffix(base, ".md"):
		if m := front.FindStringSubmatch(text); m != nil {
			return "front-matter", m[1]
		}
	}
	return "", ""
}

func TestSchemasAcceptTheFilesOfThisRepository(t *testing.T) {
	seen := map[string]int{}
	for _, dir := range []string{"examples/site", "examples/published", "testdata/small", "internal/cli/scaffold"} {
		root := filepath.Join("..", "..", filepath.FromSlash(dir))
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			// What init fills in, as it does when it is asked for nothing else.
			data = []byte(strings.NewReplacer("{account}", "account: {emulator: current}", "{author}", "", "{comments}", "open").Replace(string(data)))
			name, text := kindOf(path, data)
			if name == "" {
				return nil
			}
			seen[name]++
			if err := validate(t, compile(t, name, diag.English), text); err != nil {
				t.Errorf("%s: %v", path, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if seen["config"] < 5 || seen["front-matter"] < 10 || seen["message"] == 0 || seen["comments"] == 0 {
		t.Errorf("too little was looked at: %v", seen)
	}
}

func TestSchemasJudge(t *testing.T) {
	for _, c := range []struct {
		name, text string
		ok         bool
	}{
		{"config", "account: {appid: '${A}', secret: '${S}'}\ndefaults: {cover_crop: {wide: [0, 0.1, 1, 0.9]}}", true},
		{"config", "accounts: {main: {appid: wx1, theme: plain, limits: {creates: 3}}}\nfooter: false\narticles: [a.md, b.md]", true},
		{"config", "comments: {rules: [{close_after: 30}, {match: a, do: report}]}\ndiagrams: {dot: dot -Tsvg}", true},
		{"config", "writer: Ada", false},
		{"config", "limits: {creates: -1}", false},
		{"config", "images: {max_width: 100}", false},
		{"config", "account: {emulator: old}", false},
		{"config", "account: {appid: a}\naccounts: {b: {appid: b}}", false},
		{"config", "accounts: {main: {appids: wx1}}", false},
		{"config", "comments: {rules: [{match: a}]}", false},
		{"config", "diagrams: {mermaid: mmdc}", false},
		{"config", "defaults: {cover_crop: left}", false},
		{"front-matter", "title: Tea\ntags: [a, b]\nauthor: [A, B]\ncomments: fans\nconsole: {original: true, album: Tea}\ndigest:", true},
		{"front-matter", "comments: maybe", false},
		{"front-matter", "console: {origin: true}", false},
		{"front-matter", "priority: high", false},
		{"front-matter", "cover_crop: {tall: [0, 0, 1, 1]}", false},
		{"message", "articles: a.md", true},
		{"message", "articles: [1.md, 2.md, 3.md, 4.md, 5.md, 6.md, 7.md, 8.md, 9.md]", false},
		{"message", "title: Tea", false},
		{"materials", "jingle: a.mp3\nopening: {file: o.mp4, title: 开场, type: video}", true},
		{"materials", "opening: {title: 开场}", false},
		{"materials", "opening: {file: a.mp4, type: film}", false},
		{"comments", "message: 1/0\ncomments:\n  - {id: 1, text: Hi, reply: , delete: false}", true},
		{"comments", "message: 1/0\ncomments:\n  - {text: Hi}", false},
		{"comments", "comments: []", false},
	} {
		if err := validate(t, compile(t, c.name, diag.Chinese), c.text); (err == nil) != c.ok {
			t.Errorf("%s %q: %v, want ok = %v", c.name, c.text, err, c.ok)
		}
	}
}

var han = regexp.MustCompile(`\p{Han}`)

func TestDescriptionsAreInOneLanguage(t *testing.T) {
	described := regexp.MustCompile(`"description": "(.*)"`)
	for _, name := range Names() {
		for _, l := range []diag.Lang{diag.English, diag.Chinese} {
			data, _ := JSON(name, l)
			if bytes.Contains(data, []byte("x-zh")) {
				t.Errorf("%s has a description in one language only", name)
			}
			for _, m := range described.FindAllSubmatch(data, -1) {
				if l == diag.Chinese && !han.Match(m[1]) {
					t.Errorf("%s: %s is not Chinese", name, m[1])
				}
			}
		}
	}
	if _, ok := JSON("plan", diag.English); ok {
		t.Error("a schema of no file")
	}
}

func TestReferenceOfKeysIsPublished(t *testing.T) {
	for l, end := range map[diag.Lang]string{diag.English: ".md", diag.Chinese: ".zh.md"} {
		for page, names := range map[string][]string{
			"config":       {"config", "message", "materials", "comments"},
			"front-matter": {"front-matter"},
		} {
			var sections []string
			for _, name := range names {
				sections = append(sections, Markdown(name, l))
			}
			head := "# " + diag.Text(l, "schema-"+page+"-title") + "\n\n" + diag.Text(l, "page-other", page) + "\n\n"
			want := head + diag.Text(l, "schema-"+page+"-intro") + "\n\n" + strings.Join(sections, "\n")
			published(t, page+end, want)
		}
	}
}

// published compares a page of docs/ with what it should be.
func published(t *testing.T, name, want string) {
	t.Helper()
	file := filepath.Join("..", "..", "docs", name)
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("docs/%s (-schema +published), renew it with go test ./internal/schema -update:\n%s", name, diff)
	}
}
