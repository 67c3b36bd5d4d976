package site

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/diag"
	"mpsync/internal/model"
)

// three is a folder of articles for messages.
const three = "-- posts/a.md --\n-- posts/b/index.md --\n-- posts/c.md --\n"

func TestMessagesHoldTheirArticlesInOrder(t *testing.T) {
	s := site(t, three+"-- weekly/11.message.yaml --\n# 周报\narticles:\n  - ../posts/c.md\n  - /posts/b/\n-- weekly/12.message.yaml --\narticles: /posts/a\n")
	want := []Message{
		{"weekly/11", []model.Address{"posts/c", "posts/b"}, diag.Pos{File: "weekly/11.message.yaml", Line: 1, Col: 1}},
		{"weekly/12", []model.Address{"posts/a"}, diag.Pos{File: "weekly/12.message.yaml", Line: 1, Col: 1}},
	}
	if diff := cmp.Diff(want, s.Messages); diff != "" {
		t.Error(diff)
	}
	if len(s.Articles) != 3 || s.Articles[0].Address != "posts/a" {
		t.Errorf("articles %v", s.Articles)
	}
}

func TestMessageFindings(t *testing.T) {
	const file = "-- m.message.yaml --\n"
	checkFindings(t, []row{
		{"no list", three + file + "", []string{"error message-empty m.message.yaml:1:1"}},
		{"empty list", three + file + "articles: []\n", []string{"error message-empty m.message.yaml:1:1"}},
		{"other keys", three + file + "articles: [posts/a.md]\ntitle: x\narticle: y\n", []string{
			"warning unknown-key m.message.yaml:2:1", "warning did-you-mean m.message.yaml:3:1",
		}},
		{"not files", three + file + "articles: [posts/a.md, [x]]\n", []string{"error value-not-text m.message.yaml:1:24"}},
		{"no such article", three + file + "articles:\n- posts/a.md\n- 无.md\n- posts\n", []string{
			"error message-article-missing m.message.yaml:3:3", "error message-article-missing m.message.yaml:4:3",
		}},
		{"outside", three + file + "articles: [../a.md]\n", []string{"error message-article-escapes m.message.yaml:1:12"}},
		{"beyond the globs", three + file + "articles: [more/x.md]\n-- more/x.md --\n-- mpsync.yaml --\narticles: posts/**/*.md\n", []string{
			"error message-article-not-matched m.message.yaml:1:12",
		}},
		{"nine articles", file + "articles: [1.md, 2.md, 3.md, 4.md, 5.md, 6.md, 7.md, 8.md, 9.md]\n" +
			"-- 1.md --\n-- 2.md --\n-- 3.md --\n-- 4.md --\n-- 5.md --\n-- 6.md --\n-- 7.md --\n-- 8.md --\n-- 9.md --\n", []string{
			"error message-too-many m.message.yaml:1:60",
		}},
		{"twice in one", three + file + "articles: [posts/a.md, posts/a]\n", []string{"error message-article-twice m.message.yaml:1:24"}},
		{"in two", three + file + "articles: [posts/a.md]\n-- n.message.yaml --\narticles: [posts/c.md, posts/a.md]\n", []string{
			"error message-article-twice n.message.yaml:1:24",
		}},
		{"skipped article", file + "articles: [a.md, b.md]\n-- a.md --\n-- b.md --\n---\nskip: true\n---\n", []string{
			"error message-article-skipped m.message.yaml:1:18",
		}},
		{"unsound article", file + "articles: [a.md, b.md]\n-- a.md --\n-- b.md --\n---\ntitle: [x]\n---\n", []string{
			"error value-not-text b.md:2:8", "error message-left-out m.message.yaml:1:18",
		}},
		{"syntax", three + file + "articles: [posts/a.md, none.md, posts/a\n", []string{"error yaml-syntax m.message.yaml:1:11"}},
		{"other extension", "-- a.md --\n-- m.message.yml --\narticles: [a.md]\n", []string{"warning message-file-yml m.message.yml:1:1"}},
	})
}

func TestNothingOfAnUnsoundMessageGoesOut(t *testing.T) {
	for name, files := range map[string]string{
		"missing article": "-- m.message.yaml --\narticles: [posts/a.md, none.md]\n",
		"broken file":     "-- m.message.yaml --\narticles: [posts/a, none.md\n",
		"not UTF-8":       "-- m.message.yaml --\narticles:\n- posts/a.md\n- <GBK>.md\n",
		"unsound article": "-- m.message.yaml --\narticles: [posts/a.md, x.md]\n-- x.md --\n---\ntitle: [x]\n---\n",
		"article in two":  "-- m.message.yaml --\narticles: [posts/a.md]\n-- n.message.yaml --\narticles: [posts/a.md]\n",
		"address taken":   "-- m.message.yaml --\narticles: [posts/a.md]\n-- m.md --\n",
	} {
		s, _, err := load(t, folder(t, three+files), Options{})
		if err != nil {
			t.Fatal(err)
		}
		var got []model.Address
		for _, m := range s.Messages {
			got = append(got, m.Address)
		}
		if diff := cmp.Diff([]model.Address{"posts/b", "posts/c"}, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if s.Skipped["m"] != SkippedError || s.Skipped["posts/a"] != SkippedError {
			t.Errorf("%s: skipped %v", name, s.Skipped)
		}
	}
}

func TestGuessesGiveWayToMessagesThatCanBeRead(t *testing.T) {
	s, found, _ := load(t, folder(t, three+"-- m.message.yaml --\narticles: [posts/a.md\n-- n.message.yaml --\narticles: [posts/a.md]\n"), Options{})
	if diff := cmp.Diff([]string{"error yaml-syntax m.message.yaml:1:11"}, found); diff != "" {
		t.Error(diff)
	}
	if s.Messages[0].Address != "n" || s.Skipped["posts/a"] != "" {
		t.Errorf("messages %v, skipped %v", s.Messages, s.Skipped)
	}
}

func TestMessageOfSkippedArticlesIsSkipped(t *testing.T) {
	s := site(t, "-- m.message.yaml --\narticles: [a.md, b.md]\n-- a.md --\n---\nskip: true\n---\n-- b.md --\n---\nskip: true\n---\n")
	want := map[model.Address]string{"m": SkippedSkip, "a": SkippedSkip, "b": SkippedSkip}
	if diff := cmp.Diff(want, s.Skipped); diff != "" || len(s.Messages)+len(s.Articles) > 0 {
		t.Error(diff, s.Messages)
	}
}
