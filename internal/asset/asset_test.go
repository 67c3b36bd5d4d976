package asset

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/image/bmp"

	"mpsync/internal/diag"
)

// picture is an image file of 40 × 30 pixels of each type that Go can write.
func picture(t testing.TB, kind string) []byte {
	t.Helper()
	m := image.NewPaletted(image.Rect(0, 0, 40, 30), color.Palette{color.White, color.Black})
	for i := range m.Pix {
		m.Pix[i] = byte(i % 7 % 2)
	}
	var b bytes.Buffer
	var err error
	switch kind {
	case "jpeg":
		err = jpeg.Encode(&b, m, nil)
	case "png":
		err = png.Encode(&b, m)
	case "gif":
		err = gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{m, m}, Delay: []int{1, 1}})
	case "bmp":
		err = bmp.Encode(&b, m)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// padded is a whole file of the given size: comment segments fill a JPEG, bytes
// after the end any other type.
func padded(t testing.TB, kind string, size int) []byte {
	t.Helper()
	data := picture(t, kind)
	if kind != "jpeg" {
		return append(data, make([]byte, size-len(data))...)
	}
	out := append(make([]byte, 0, size), data[:2]...)
	for left := size - len(data); left > 0; {
		n := min(left, 0xffff)
		if left-n > 0 && left-n < 4 {
			n -= 4
		}
		out = append(out, 0xff, 0xfe, byte((n-2)>>8), byte(n-2))
		out = append(out, make([]byte, n-4)...)
		left -= n
	}
	return append(out, data[2:]...)
}

func TestInspectReadsTypeAndSizeFromTheBytes(t *testing.T) {
	for kind, want := range map[string]Image{
		"jpeg": {Type: "jpeg", Ext: "jpg", ContentType: "image/jpeg", Width: 40, Height: 30, Orientation: 1},
		"png":  {Type: "png", Ext: "png", ContentType: "image/png", Width: 40, Height: 30, Orientation: 1},
		"gif":  {Type: "gif", Ext: "gif", ContentType: "image/gif", Width: 40, Height: 30, Orientation: 1, Frames: 2},
		"bmp":  {Type: "bmp", Ext: "bmp", ContentType: "image/bmp", Width: 40, Height: 30, Orientation: 1},
	} {
		data := picture(t, kind)
		got, err := Inspect(data)
		if err != nil {
			t.Errorf("%s: %v", kind, err)
		}
		want.Size, want.SHA256 = len(data), got.SHA256
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", kind, diff)
		}
	}
}

func TestInspectKnowsTypesThatNoUseTakes(t *testing.T) {
	for data, want := range map[string]string{
		"<svg xmlns='http://www.w3.org/2000/svg'/>":                                      "svg",
		"\ufeff<?xml version='1.0'?>\n<!-- drawn --><!DOCTYPE svg PUBLIC '' ''>\n<svg/>": "svg",
		"\x00\x00\x00\x14ftypmp42\x00\x00\x00\x00isom":                                   "",
		"%PDF-1.7":                      "pdf",
		"BM, the letters, begin a text": "",
		"<!doctype html><title>404":     "",
		"":                              "",
		"<?xml":                         "",
		"<?xml version='1.0'?><kml/>":   "",
	} {
		if got, err := Inspect([]byte(data)); err != nil || got.Type != want {
			t.Errorf("%q: got %q, %v, want %q", data, got.Type, err, want)
		}
	}
}

func TestInspectRefusesFilesThatBreakOff(t *testing.T) {
	for _, kind := range []string{"jpeg", "png", "gif", "bmp"} {
		whole := picture(t, kind)
		for _, n := range []int{len(whole) / 2, len(whole) - 1, 30} {
			got, err := Inspect(whole[:n])
			if err == nil || got.Type != kind {
				t.Errorf("%s cut to %d of %d bytes: %v, %v", kind, n, len(whole), got.Type, err)
			}
		}
	}
	for _, lie := range []string{"\x89PNG\r\n\x1a\nnot at all", "\xff\xd8\xff\xe0", "GIF89a", "RIFF\x00\x00\x00\x00WEBPVP8X"} {
		if got, err := Inspect([]byte(lie)); err == nil {
			t.Errorf("%q was taken for %s", lie, got.Type)
		}
	}
}

func TestInspectAllowsBytesAfterTheEnd(t *testing.T) {
	for _, kind := range []string{"jpeg", "png", "gif", "bmp"} {
		if _, err := Inspect(append(picture(t, kind), "\x00\x00trailer"...)); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

func TestThumbnailIsNotTheEndOfAJPEG(t *testing.T) {
	data := picture(t, "jpeg")
	cut := append([]byte("\xff\xd8\xff\xe1\x00\x06\xff\xd9\xff\xd9"), data[2:len(data)-2]...)
	if _, err := Inspect(cut); err == nil {
		t.Error("the end of a thumbnail hides that the image breaks off")
	}
}

var rules = Rules{MaxWidth: 1080, MaxPixels: 1e8, LargeGIF: GIFReduce}

func TestChoose(t *testing.T) {
	wide := Image{Type: "png", Width: 1081, Height: 1}
	for _, c := range []struct {
		name           string
		data           []byte
		image          Image // where there are no data
		content, cover string
	}{
		{"jpeg", picture(t, "jpeg"), Image{}, "asis", "asis"},
		{"png", picture(t, "png"), Image{}, "asis", "asis"},
		{"animated gif", picture(t, "gif"), Image{}, "gif", "asis"},
		{"bmp", picture(t, "bmp"), Image{}, "w1080", "asis"},
		{"avif", nil, Image{Type: "avif", Width: 60, Height: 36}, "w1080", "cover"},
		{"psd", []byte("8BPS"), Image{}, "image-type", "image-type"},
		{"text", []byte("hello"), Image{}, "image-unknown", "image-unknown"},
		{"jpeg just under 1 MB", padded(t, "jpeg", 1<<20-1), Image{}, "asis", "asis"},
		{"jpeg of 1 MB", padded(t, "jpeg", 1<<20), Image{}, "w1080", "asis"},
		{"jpeg over 10 MB", padded(t, "jpeg", 10<<20+1), Image{}, "w1080", "cover"},
		{"gif over 10 MB", padded(t, "gif", 10<<20+1), Image{}, "image-gif-reduced gif1080", "cover"},
		{"wide png", nil, wide, "w1080", "asis"},
		{"turned photograph", nil, Image{Type: "jpeg", Orientation: 6, Private: true}, "w1080", "cover"},
		{"private photograph", nil, Image{Type: "jpeg", Private: true}, "clean", "clean"},
		{"bomb", nil, Image{Type: "png", Width: 100_001, Height: 1000}, "image-too-many-pixels", "image-too-many-pixels"},
	} {
		im, err := c.image, error(nil)
		if c.data != nil {
			im, err = Inspect(c.data)
		}
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		for use, want := range []string{Content: c.content, Cover: c.cover} {
			got := im.Choose(Use(use), rules)
			if said := strings.TrimSpace(got.Code + " " + got.Fit); said != want {
				t.Errorf("%s, use %d: got %q, want %q", c.name, use, said, want)
			}
			if got.Code != "" {
				checkText(t, got.Code, got.Args)
			}
		}
	}
}

// checkText wants every argument of a text to be there and of its verb's type.
func checkText(t *testing.T, code string, args []any) {
	t.Helper()
	d := diag.New(diag.Error, code, diag.Pos{}, append([]any{"a.png"}, args...)...)
	for _, l := range []diag.Lang{diag.English, diag.Chinese} {
		if s := d.Message(l) + d.Hint(l); strings.Contains(s, "%!") || !strings.Contains(s, "a.png") {
			t.Errorf("%s: %s", code, s)
		}
	}
}

func TestMisnamed(t *testing.T) {
	jpg := Image{Type: "jpeg"}
	for file, want := range map[string]string{
		"a.jpg": "", "a.JPEG": "", "a": "", "a.v2": "", "images/a.PNG": "image-misnamed", "a.webp": "image-misnamed",
	} {
		code, args := jpg.Misnamed(file)
		if code != want {
			t.Errorf("%s: got %q, want %q", file, code, want)
		}
		if code != "" {
			checkText(t, code, args)
		}
	}
	if code, _ := (Image{}).Misnamed("a.png"); code != "" {
		t.Error("an unknown file has a finding of its own")
	}
	checkText(t, CodeBroken, []any{"png"})
}

func TestUploadNameSaysOnlySourceAndFit(t *testing.T) {
	sum := strings.Repeat("a1", 32)
	plain, made := Choice{Fit: FitAsIs, Ext: "png"}.Upload(sum), Choice{Fit: "w1080"}.Upload(sum)
	if plain != "mpsync-a1a1a1a1a1a1a1a1.png" {
		t.Errorf("got %s", plain)
	}
	if other := (Choice{Fit: "w900"}).Upload(sum); made == other || made[:23] == plain[:23] {
		t.Errorf("%s, %s and %s are told apart badly", plain, made, other)
	}
}

func FuzzInspect(f *testing.F) {
	for _, kind := range []string{"jpeg", "png", "gif", "bmp"} {
		f.Add(picture(f, kind))
	}
	f.Add([]byte("<?xml?><svg"))
	f.Add([]byte("RIFF\x24\x00\x00\x00WEBPVP8 "))
	f.Fuzz(func(t *testing.T, data []byte) {
		im, err := Inspect(data)
		if im.Size != len(data) || len(im.SHA256) != 64 || im.Ext == "" || im.ContentType == "" {
			t.Errorf("incomplete: %+v", im)
		}
		if err != nil && (im.Width != 0 || im.Type == "") {
			t.Errorf("refused with %v: %+v", err, im)
		}
		if c := im.Choose(Content, rules); c.Code == "" && im.Type != "svg" && err == nil && (im.Width <= 0 || im.Height <= 0) {
			t.Errorf("taken without a size: %+v", im)
		}
	})
}
