package wechat

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestEncodeWritesRawUTF8(t *testing.T) {
	for in, want := range map[string]string{
		"<a href=\"x?a=1&b\">你</a>": `"<a href=\"x?a=1&b\">你</a>"`,
		"a\u2028b\u2029c":           "\"a\u2028b\u2029c\"",
		`\u2028 \\u2029`:            `"\\u2028 \\\\u2029"`,
		"a\x00\x01\b\f\x1fb":        `"ab"`,
		"a\tb\r\nc":                 `"a\tb\r\nc"`,
		"a\xffb":                    "\"a\ufffdb\"",
		"\x7f😀":                     "\"\x7f😀\"",
	} {
		if got := string(encode(in)); got != want {
			t.Errorf("%q: got %s, want %s", in, got, want)
		}
	}
}

func TestEncodeLosesNothingButControlCharacters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s") + rapid.SampledFrom([]string{"", `\`, `\u2028`, "\u2028", `\\u`}).Draw(t, "tail")
		b := encode(map[string]string{"k": s})
		if !utf8.Valid(b) || bytes.Contains(bytes.ReplaceAll(b, []byte(`\\`), nil), []byte(`\u`)) {
			t.Fatalf("escaped: %s", b)
		}
		var got map[string]string
		if err := json.Unmarshal(b, &got); err != nil {
			t.Fatalf("%v: %s", err, b)
		}
		want := strings.Map(func(r rune) rune {
			if r < ' ' && !strings.ContainsRune("\t\r\n", r) {
				return -1
			}
			return r
		}, s)
		if got["k"] != want {
			t.Fatalf("got %q, want %q", got["k"], want)
		}
	})
}

func TestForm(t *testing.T) {
	file := File{Name: `图 "1".png`, Data: []byte("\x89PNG\r\n\x1a\nrest")}
	body, kind := form(file, []byte(`{"title":"题"}`))
	if strings.Contains(kind, `"`) {
		t.Errorf("quoted boundary: %s", kind)
	}
	_, params, err := mime.ParseMediaType(kind)
	if err != nil {
		t.Fatal(err)
	}
	r := multipart.NewReader(bytes.NewReader(body), params["boundary"])
	type part struct{ Name, File, Kind, Data string }
	var got []part
	for {
		p, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(p)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, part{p.FormName(), p.FileName(), p.Header.Get("Content-Type"), string(data)})
	}
	want := []part{{"media", "___1_.png", "image/png", string(file.Data)}, {"description", "", "", `{"title":"题"}`}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if again, _ := form(file, []byte(`{"title":"题"}`)); !bytes.Equal(body, again) {
		t.Error("the same file makes another form")
	}
}

func TestFileNameIsASCIIWithExtension(t *testing.T) {
	for in, want := range map[string]string{
		"mpsync-0123456789abcdef.jpg": "mpsync-0123456789abcdef.jpg", "a/b/c.png": "c.png",
		"noext": "noext.png", "dot.": "dot.png", "封面": "__.png", "a\"\r\nb.png": "a___b.png",
	} {
		if got := fileName(in, "image/png"); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
