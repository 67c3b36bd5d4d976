package asset

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/draw"

	"mpsync/internal/asset/assettest"
	"mpsync/internal/cache"
	"mpsync/internal/diag"
	"mpsync/internal/model"
)

// files are images of every type, colour model, depth and shape.
func files(t testing.TB) map[string][]byte {
	t.Helper()
	all, err := assettest.Files("testdata")
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// make makes the file of an upload as apply does; code is why not.
func made(t testing.TB, m *Maker, data []byte, u Use) (f model.File, code string) {
	t.Helper()
	im, err := Inspect(data)
	if err != nil {
		return f, CodeOf(err)
	}
	c := im.Choose(u, m.Rules)
	if c.Refused {
		return f, c.Code
	}
	a := c.Asset(im, "x")
	a.Source = data
	f, err = m.File(t.Context(), a)
	if said, ok := errors.AsType[*diag.FindingError](err); ok {
		return f, said.Code
	}
	if err != nil {
		t.Error(err)
	}
	return f, ""
}

// drawn stands in for a program that draws SVG.
func drawn(_ context.Context, _ []byte, w, h int) ([]byte, error) {
	var b bytes.Buffer
	err := png.Encode(&b, assettest.Scene(w, h))
	return b.Bytes(), err
}

func newMaker() *Maker {
	decode := func(ctx context.Context, _ string, data []byte, w, h int) ([]byte, error) {
		return drawn(ctx, data, w, h)
	}
	return NewMaker(Options{Rules: rules, DrawSVG: drawn, Decode: decode})
}

func TestEveryImageIsTakenOrRefusedWithAFinding(t *testing.T) {
	all := files(t)
	refused := map[string]string{"rle.bmp": "image-unsupported", "cmyk.tif": "image-unsupported", "jpeg.tif": "image-unsupported"}
	m := newMaker()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		for _, u := range []Use{Content, Cover} {
			f, code := made(t, m, all[name], u)
			if code == "" && name != "rle.bmp" { // As a cover it goes as it is.
				acceptable(t, name, f, u)
			}
			if want := refused[name]; code != want && (u == Content || code != "") {
				t.Errorf("%s, use %d: %q", name, u, code)
			}
		}
	}
}

// acceptable says whether the API takes a file, by the API's own pages.
func acceptable(t *testing.T, name string, f model.File, u Use) {
	t.Helper()
	c, kind, err := image.DecodeConfig(bytes.NewReader(f.Data))
	switch {
	case err != nil:
		t.Errorf("%s: %v", name, err)
	case filepath.Ext(f.Name) != "."+formatOf(strings.Replace(kind, "jpeg", "jpg", 1)).exts[0]:
		t.Errorf("%s: %s holds %s", name, f.Name, kind)
	case u == Cover:
		if len(f.Data) > coverLimit {
			t.Errorf("%s: %d bytes", name, len(f.Data))
		}
	case f.Permanent:
		if kind != "gif" || len(f.Data) > coverLimit {
			t.Errorf("%s: a permanent %s of %d bytes", name, kind, len(f.Data))
		}
	case kind != "jpeg" && kind != "png", len(f.Data) >= contentLimit, c.Width > rules.MaxWidth:
		t.Errorf("%s: %s, %d bytes, %d pixels wide", name, kind, len(f.Data), c.Width)
	}
	for _, canary := range []string{assettest.Canary, "Exif", "ns.adobe.com", "zTXt"} {
		if bytes.Contains(f.Data, []byte(canary)) {
			t.Errorf("%s: %s is in what is uploaded", name, canary)
		}
	}
}

func TestNothingUploadedTellsOfAPerson(t *testing.T) {
	all, err := assettest.Private("testdata")
	if err != nil {
		t.Fatal(err)
	}
	m := newMaker()
	for name, data := range all {
		for _, u := range []Use{Content, Cover} {
			f, code := made(t, m, data, u)
			if code != "" {
				t.Errorf("%s, use %d: %q", name, u, code)
				continue
			}
			acceptable(t, name, f, u)
		}
	}
}

func TestCleanedImagesKeepTheirPixels(t *testing.T) {
	all, err := assettest.Private("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range all {
		im, err := Inspect(data)
		if err != nil || im.Type != "webp" && !im.Private { // WebP is always made anew.
			t.Fatal(name, err, im)
		}
		if im.Type == "webp" || im.Type == "tiff" {
			continue
		}
		cleaned := clean(im.Type, data)
		after, err := Inspect(cleaned)
		if err != nil || after.Private || after.Orientation != im.Orientation || after.Frames != im.Frames {
			t.Errorf("%s: %v %+v", name, err, after)
		}
		want, _ := decode(t.Context(), data, im.Type)
		got, err := decode(t.Context(), cleaned, im.Type)
		if err != nil || !bytes.Equal(rgba(want).Pix, rgba(got).Pix) {
			t.Errorf("%s: other pixels: %v", name, err)
		}
	}
}

func TestWhatBreaksOffIsAFinding(t *testing.T) {
	m := newMaker()
	for name, data := range files(t) {
		for _, part := range []int{3, 10, 50, 90} {
			f, code := made(t, m, data[:len(data)*part/100], Content)
			if code == "" {
				acceptable(t, fmt.Sprintf("%d %% of %s", part, name), f, Content)
			}
		}
	}
}

func TestTurnedPhotographsStandUpright(t *testing.T) {
	upright := assettest.Scene(96, 64)
	for o := 1; o <= 8; o++ {
		// The inverse of a turn is itself, but for the quarter turns.
		inverse := map[int]int{6: 8, 8: 6}[o]
		if inverse == 0 {
			inverse = o
		}
		f, code := made(t, newMaker(), assettest.Turned(turned(upright, inverse), o), Content)
		if code != "" {
			t.Fatal(code)
		}
		got, _, err := image.Decode(bytes.NewReader(f.Data))
		if err != nil || got.Bounds() != upright.Bounds() {
			t.Fatal(o, err, got.Bounds())
		}
		if s := assettest.Similarity(rgba(got), upright); s < .95 {
			t.Errorf("orientation %d: similarity %.3f", o, s)
		}
	}
}

func TestFittedPhotographsLookLikeTheirOriginals(t *testing.T) {
	for _, size := range [][2]int{{1500, 1000}, {2400, 1800}, {1081, 700}, {1000, 2000}} {
		m := assettest.Scene(size[0], size[1])
		data := append(assettest.Written("jpeg", m), make([]byte, contentLimit)...)
		original, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		f, code := made(t, newMaker(), data, Content)
		if code != "" {
			t.Fatal(code)
		}
		fitted, kind, err := image.Decode(bytes.NewReader(f.Data))
		if err != nil {
			t.Fatal(err)
		}
		// Side by side at the 677 pixels in which articles are shown.
		s := assettest.Similarity(assettest.Displayed(original), assettest.Displayed(fitted))
		t.Logf("%v: %d kB, %s, similarity %.4f", size, len(f.Data)>>10, kind, s)
		if kind != "jpeg" || s < .98 {
			t.Errorf("%v: %s, similarity %.4f", size, kind, s)
		}
	}
}

func TestDrawingsBecomePNGWithAPalette(t *testing.T) {
	m := image.NewRGBA(image.Rect(0, 0, 900, 600))
	draw.Draw(m, m.Rect, image.NewUniform(color.RGBA{250, 250, 240, 255}), image.Point{}, draw.Src)
	draw.Draw(m, image.Rect(100, 100, 500, 400), image.NewUniform(color.RGBA{40, 90, 200, 255}), image.Point{}, draw.Src)
	f, code := made(t, newMaker(), assettest.Written("bmp", m), Content)
	got, kind, err := image.Decode(bytes.NewReader(f.Data))
	if code != "" || err != nil || kind != "png" {
		t.Fatal(code, kind, err)
	}
	if _, ok := got.(*image.Paletted); !ok {
		t.Errorf("got %T", got)
	}
}

func TestWhatIsTransparentStaysSo(t *testing.T) {
	m := image.NewNRGBA(image.Rect(0, 0, 1300, 40))
	for i := range m.Pix {
		m.Pix[i] = uint8(i / 40)
	}
	f, code := made(t, newMaker(), assettest.Written("png", m), Content)
	got, kind, err := image.Decode(bytes.NewReader(f.Data))
	if code != "" || err != nil || kind != "png" || rgba(got).Opaque() {
		t.Errorf("%s %s %v", code, kind, err)
	}
}

func TestLargestPhotographFitsInFewEncodings(t *testing.T) {
	m := image.NewRGBA(image.Rect(0, 0, 1080, 1900))
	seed := uint32(7)
	for i := range m.Pix { // Noise is the worst that can be.
		seed = seed*1664525 + 1013904223
		m.Pix[i] = uint8(seed>>24) | uint8(i%4/3*255)
	}
	f, code := made(t, newMaker(), append(assettest.Written("png", m), make([]byte, contentLimit)...), Content)
	if code != "" {
		t.Fatal(code)
	}
	acceptable(t, "noise", f, Content)
	if len(f.Data) < contentLimit/4 {
		t.Errorf("only %d kB of what may be used are used", len(f.Data)>>10)
	}
}

func TestASecondRunDecodesNothing(t *testing.T) {
	m := newMaker()
	m.cache = cache.Dir(t.TempDir())
	data := append(assettest.Written("jpeg", assettest.Scene(1200, 300)), 1)
	first, _ := made(t, m, data, Content)
	m.Rules.MaxPixels = 1e8
	m.memory = nil // Decoding would reserve memory.
	again, code := made(t, m, data, Content)
	if code != "" || !bytes.Equal(first.Data, again.Data) {
		t.Error("the second file is another one", code)
	}
}

func TestDamagedCacheIsMadeAnew(t *testing.T) {
	dir := t.TempDir()
	m := newMaker()
	m.cache = cache.Dir(dir)
	data := assettest.Written("bmp", assettest.Scene(30, 30))
	first, _ := made(t, m, data, Content)
	files, _ := filepath.Glob(filepath.Join(dir, "*", "*"))
	for _, f := range files {
		if err := os.Truncate(f, 40); err != nil {
			t.Fatal(err)
		}
	}
	again, code := made(t, m, data, Content)
	if code != "" || len(files) != 1 || !bytes.Equal(first.Data, again.Data) {
		t.Error("a damaged file is uploaded", code, files)
	}
}

func TestBombsAreRefusedUndecoded(t *testing.T) {
	head := assettest.Written("png", image.NewGray(image.Rect(0, 0, 1, 1)))
	binary.BigEndian.PutUint32(head[16:], 100_000)
	binary.BigEndian.PutUint32(head[20:], 100_000)
	crc := crcOf(head[12:29])
	binary.BigEndian.PutUint32(head[29:], crc)
	if _, code := made(t, newMaker(), head, Content); code != "image-too-many-pixels" {
		t.Errorf("got %q", code)
	}
}

func TestDecodingEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	data := assettest.Written("bmp", assettest.Scene(2000, 100))
	im, err := Inspect(data)
	if err != nil {
		t.Fatal(err)
	}
	a := im.Choose(Content, rules).Asset(im, "x")
	a.Source = data
	if _, err := newMaker().File(ctx, a); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func crcOf(b []byte) uint32 { return crc32.ChecksumIEEE(b) }

func FuzzFit(f *testing.F) {
	for _, data := range files(f) {
		if len(data) < 20_000 {
			f.Add(data)
		}
	}
	m := newMaker()
	m.Rules.MaxPixels = 1 << 16
	m.Rules.MaxWidth = 60
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, u := range []Use{Content, Cover} {
			out, code := made(t, m, data, u)
			if code != "" {
				continue
			}
			if im, err := Inspect(out.Data); err != nil || im.Type == "" || len(out.Data) > coverLimit {
				t.Errorf("use %d: %d bytes of type %q: %v", u, len(out.Data), im.Type, err)
			}
		}
	})
}
