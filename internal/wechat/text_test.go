package wechat

import (
	"encoding/json"
	"strings"
	"testing"

	fast "github.com/go-json-experiment/json"
	"pgregory.net/rapid"
)

// sameText demands that a text is read as any other string is.
func sameText(t interface {
	Helper()
	Errorf(format string, args ...any)
}, literal string,
) {
	t.Helper()
	var want string
	var got longText
	wrong, err := fast.Unmarshal([]byte(literal), &want), fast.Unmarshal([]byte(literal), &got)
	if (wrong == nil) != (err == nil) || wrong == nil && string(got) != want {
		t.Errorf("%s: %q %v, want %q %v", literal, got, err, want, wrong)
	}
	wrong, err = json.Unmarshal([]byte(literal), &want), json.Unmarshal([]byte(literal), &got)
	if (wrong == nil) != (err == nil) || wrong == nil && string(got) != want {
		t.Errorf("%s by the standard library: %q %v, want %q %v", literal, got, err, want, wrong)
	}
}

func TestLongTextIsReadAsAnyString(t *testing.T) {
	for _, literal := range []string{
		`""`, `"a"`, `"一<p class=\"x\">二<\/p>"`, `"\\\"\/\b\f\n\r\t"`, `"\u4e00\u0041\u0000"`, `"\ud83d\udc4d x\n"`, `"\ud83d"`, `"\u12"`, `"\x"`, `"a`, `12`, `[]`, "\"\xff\"", "\"a\nb\"",
	} {
		sameText(t, literal)
	}
	piece := rapid.OneOf(rapid.SampledFrom([]string{`\"`, `\\`, `\/`, `\n`, `\u4e00`, `\ud83d\udc4d`, `\ud83d`, `\uD83D\n`, `\`, `"`, "一", "👍", "\xff", "\x01"}), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		sameText(t, `"`+strings.Join(rapid.SliceOf(piece).Draw(t, "pieces"), "")+`"`)
	})
}

func BenchmarkLongText(b *testing.B) {
	literal := []byte(`"` + strings.Repeat(`<p style=\"a\">一段不长也不短的文字，有二三十个字，还有标点。<\/p>`, 400) + `"`)
	for b.Loop() {
		var t longText
		if err := fast.Unmarshal(literal, &t); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(len(literal)))
}
