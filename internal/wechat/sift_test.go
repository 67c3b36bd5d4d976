package wechat

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"mpsync/internal/model"
)

// sums puts the sum of every long content in its place.
func sums(list []model.Observed) []model.Observed {
	for _, o := range list {
		for i := range o.Articles {
			if a := &o.Articles[i]; a.Content != "" {
				a.Sum, a.Content = model.Sum(a.Content), ""
			}
		}
	}
	return list
}

// bySieve and byDecoder read a page; the decoder is right.
func bySieve(body string, dull func(model.Observed) bool) (listed, []model.Observed, bool) {
	return (&Client{}).sift([]byte(body), dull)
}

func byDecoder(body string, dull func(model.Observed) bool) (l listed, page []model.Observed, err error) {
	err = decode([]byte(body), &l)
	for _, o := range l.messages(false) {
		page = append(page, sifted(o, dull))
	}
	return l, page, err
}

var (
	none = func(model.Observed) bool { return false }
	all  = func(model.Observed) bool { return true }
)

// same wants a page that the sieve takes to be what the decoder reads.
func same(t interface {
	Helper()
	Fatalf(format string, args ...any)
}, body string,
) (taken bool) {
	t.Helper()
	for _, dull := range []func(model.Observed) bool{none, all, func(o model.Observed) bool { return o.MediaID == "b" }} {
		var told []model.Observed
		watch := func(o model.Observed) bool {
			o.Articles = append([]model.ObservedArticle(nil), o.Articles...)
			told = append(told, o)
			return dull(o)
		}
		l, got, ok := bySieve(body, watch)
		if !ok {
			return false
		}
		seen := sums(told)
		told = nil
		right, want, err := byDecoder(body, watch)
		if err != nil {
			t.Fatalf("the sieve took what is no JSON: %s: %v", body, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s\n%s", body, diff)
		}
		if diff := cmp.Diff(sums(told), seen); diff != "" {
			t.Fatalf("dull was told otherwise of %s\n%s", body, diff)
		}
		if fmt.Sprint(right.TotalCount == nil, right.head) != fmt.Sprint(l.TotalCount == nil, l.head) {
			t.Fatalf("%s: %v, want %v", body, l.head, right.head)
		}
	}
	return true
}

func page(contents ...string) string {
	var items []string
	for i, c := range contents {
		items = append(items, fmt.Sprintf(`{"media_id":"%c","content":{"news_item":[{"title":"标题 \"%d\"","content":%s,"url":"u"}],"update_time":%d},"update_time":%d}`, 'a'+i, i, c, i+1, i+2))
	}
	return `{"item":[` + strings.Join(items, ",") + `],"total_count":7}`
}

func TestSieveReadsWhatTheDecoderReads(t *testing.T) {
	long := strings.Repeat(`<p style=\"a\">一段 \u4e00\n文字<\/p>`, 100)
	for name, body := range map[string]string{
		"long and short":   page(`"`+long+`"`, `"short"`, `"`+long+`x"`),
		"no content":       page(`null`, `"`+long+`"`),
		"white space":      strings.ReplaceAll(page(`"`+long+`"`), ",\"", " ,\n\t\""),
		"other names":      strings.ReplaceAll(page(`"`+long+`"`), `"content":"`, `"Content":"`),
		"a refusal":        `{"errcode":40001,"errmsg":"invalid credential"}`,
		"backslashes":      page(`"`+long+`\\\\"`, `"`+long+`\\\""`),
		"nothing":          `{"total_count":0}`,
		"in two articles":  `{"total_count":1,"item":[{"media_id":"b","content":{"news_item":[{"content":"` + long + `"},{"content":"` + long + `2"}]}}]}`,
		"raw line breaks":  page(`"` + long + "\n\x01" + `"`),
		"with empty items": `{"item":[],"total_count":3}`,
	} {
		if !same(t, body) {
			t.Errorf("%s: not taken", name)
		}
	}
}

func TestSieveLeavesTheRestToTheDecoder(t *testing.T) {
	long := strings.Repeat("一段文字", 300)
	for name, body := range map[string]string{
		"a long title":        strings.Replace(page(`""`), "标题", long, 1),
		"a long unknown":      `{"x":"` + long + `","total_count":1}`,
		"a long name":         `{"` + long + `":1,"total_count":1}`,
		"a mark before it":    "\ufeff" + page(`"`+long+`"`),
		"no end":              page(`"` + long + `\"`),
		"cut off":             page(`"` + long + `"`)[:2000],
		"surrogates":          page(`"` + long + `\ud83d\udc4d"`),
		"no escape":           page(`"` + long + `\x"`),
		"half an escape":      page(`"` + long + `\u12"`),
		"the same name twice": strings.Replace(page(`"`+long+`"`), `"url"`, `"content":"x","url"`, 1),
	} {
		if _, _, ok := bySieve(body, none); ok {
			t.Errorf("%s: taken", name)
		}
	}
	if _, _, ok := bySieve(page(`"`+long+"\xff"+`"`), none); ok {
		t.Error("what is not UTF-8: taken")
	}
}

func TestSieveReadsAnyPageRightOrNotAtAll(t *testing.T) {
	piece := rapid.OneOf(rapid.SampledFrom([]string{`\"`, `\\`, `\/`, `\n`, `\u4e00`, `\ud83d\udc4d`, `\ud83d`, `\`, `"`, `","content":"`, "一", "👍", "\xff", "\n"}), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		var contents []string
		for range rapid.IntRange(1, 3).Draw(t, "messages") {
			pieces := strings.Join(rapid.SliceOfN(piece, 0, 4).Draw(t, "pieces"), "")
			if rapid.Bool().Draw(t, "sound") {
				b, _ := json.Marshal(pieces)
				pieces = strings.Trim(string(b), `"`)
			}
			contents = append(contents, `"`+pieces+strings.Repeat("a", rapid.SampledFrom([]int{0, 1020, 3000}).Draw(t, "length"))+pieces+`"`)
		}
		body := page(contents...)
		if strings.Contains(body, "\xff") || strings.Contains(body, "\n") {
			_, _, _ = bySieve(body, none) // it may take only their sums; the decoder mends such text
			return
		}
		same(t, body)
	})
}

func BenchmarkListing(b *testing.B) {
	content := `"` + strings.Repeat(`<p style=\"a\">一段不长也不短的文字，有二三十个字，还有标点。<\/p>`, 400) + `"`
	var contents []string
	for range PageSize {
		contents = append(contents, content)
	}
	body := page(contents...)
	for name, read := range map[string]func(string, func(model.Observed) bool) (listed, []model.Observed, bool){
		"sieve": bySieve,
		"decoder": func(body string, dull func(model.Observed) bool) (listed, []model.Observed, bool) {
			l, page, err := byDecoder(body, dull)
			return l, page, err == nil
		},
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				if _, _, ok := read(body, all); !ok {
					b.Fatal("not read")
				}
			}
		})
	}
}
