package markdown

import (
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSetFieldsLeavesTheRest(t *testing.T) {
	for name, tt := range map[string]struct {
		front  string
		fields []Field
		want   string
	}{
		"plain value, comment kept": {
			"---\ntitle: 旧 # 暂定\nauthor: 张三\n---\n",
			[]Field{{"title", "新"}},
			"---\ntitle: 新 # 暂定\nauthor: 张三\n---\n",
		},
		"quotes of either kind": {
			"---\ntitle: \"旧 \\\" # x\" # 甲\nauthor: 'it''s'   # 乙\n---\n",
			[]Field{{"title", "新"}, {"author", "李四"}},
			"---\ntitle: 新 # 甲\nauthor: 李四   # 乙\n---\n",
		},
		"value that needs quotes": {
			"---\ntitle: 旧\n---\n",
			[]Field{{"title", "a: b"}},
			"---\ntitle: \"a: b\"\n---\n",
		},
		"folded value": {
			"---\ntitle: 题\ndigest: >\n  一\n  二\nauthor: 张三\n---\n",
			[]Field{{"digest", "新"}},
			"---\ntitle: 题\ndigest: 新\nauthor: 张三\n---\n",
		},
		"value over two lines": {
			"---\ndigest: 一\n  二\ntags: [a]\n---\n",
			[]Field{{"digest", "新"}},
			"---\ndigest: 新\ntags: [a]\n---\n",
		},
		"value missing": {
			"---\ndigest: # 待写\ntitle: 题\n---\n",
			[]Field{{"digest", "新"}},
			"---\ndigest: 新 # 待写\ntitle: 题\n---\n",
		},
		"key missing": {
			"---\ntitle: 题\n---\n",
			[]Field{{"digest", "新"}, {"show_cover", true}},
			"---\ntitle: 题\ndigest: 新\nshow_cover: true\n---\n",
		},
		"key of an inner mapping is another": {
			"---\nseo:\n  title: 内\ntitle: 外\n---\n",
			[]Field{{"title", "新"}},
			"---\nseo:\n  title: 内\ntitle: 新\n---\n",
		},
		"line ends of Windows": {
			"---\r\ntitle: 旧\r\n---\r\n",
			[]Field{{"title", "新"}, {"digest", "短"}},
			"---\r\ntitle: 新\r\ndigest: 短\r\n---\r\n",
		},
		"empty front matter": {"---\n---\n", []Field{{"title", "新"}}, "---\ntitle: 新\n---\n"},
		"no front matter":    {"", []Field{{"title", "新"}}, "---\ntitle: 新\n---\n"},
		"TOML": {
			"+++\ntitle = \"旧\" # 甲\ntags = [\"a\"]\n\n[params]\ntitle = \"内\"\n+++\n",
			[]Field{{"title", "新"}, {"digest", "短"}},
			"+++\ntitle = '新' # 甲\ntags = [\"a\"]\n\ndigest = '短'\n[params]\ntitle = \"内\"\n+++\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := SetFields(tt.front, tt.fields)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFrontIsReadAsItWasMeant(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		title := strings.TrimSpace(rapid.StringMatching(`[ -~题“”：！#\-]{0,30}`).Draw(t, "title"))
		front, err := Front([]Field{{"title", title}, {"author", "x"}})
		if err != nil {
			t.Fatal(err)
		}
		changed, err := SetFields(front, []Field{{"author", title}})
		if err != nil {
			t.Fatal(err)
		}
		head, body := Split(changed + "正文\n")
		var read struct{ Title, Author string }
		if err := yaml.Unmarshal([]byte(strings.TrimSuffix(strings.TrimPrefix(head, "---\n"), "---\n")), &read); err != nil {
			t.Fatalf("%v in %q", err, head)
		}
		if read.Title != title || read.Author != title || body != "正文\n" {
			t.Fatalf("read %+v and %q from %q", read, body, changed)
		}
	})
}

func TestNames(t *testing.T) {
	for title, want := range map[string]string{
		"Hello, World!":         "hello-world",
		"用 Git 管理公众号":           "用-git-管理公众号",
		"  “引号”：与/斜杠\\ ":        "引号-与-斜杠",
		"CON":                   "con-1",
		"！！！":                   "article",
		"e\u0301te\u0301":       "été",
		strings.Repeat("长", 90): strings.Repeat("长", 40),
		"../../etc/passwd":      "etc-passwd",
		"index":                 "index-1",
	} {
		if got := Name(title); got != want {
			t.Errorf("Name(%q) = %q, want %q", title, got, want)
		}
	}
}
