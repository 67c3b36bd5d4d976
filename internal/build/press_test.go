package build

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/site"
)

// pressed builds a folder with texts pressed from a number of bytes on.
func (f folder) pressed(from int64) Result {
	f.Helper()
	s, found, err := site.Load(f.Context(), f.dir, site.Options{})
	if err != nil {
		f.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	r, err := Build(f.Context(), s, found, Options{Press: from})
	if err != nil {
		f.Fatal(err)
	}
	return r
}

// wordy is a site of n articles of some 20 kB, each with a picture of its own.
func wordy(t testing.TB, n int) folder {
	files := map[string]string{}
	for i := range n {
		var text strings.Builder
		fmt.Fprintf(&text, "---\ntitle: 第 %d 篇\ncover: ../images/c.png\n---\n第 %d 篇的开头。\n\n![图](../images/%d.png)\n\n", i, i, i)
		for j := range 40 {
			fmt.Fprintf(&text, "第 %d 段**重点** [%d](https://example.com/%d/%d)：`code%d`，一段不长不短的文字，共有%d种说法。\n\n", j, j*i, i, j, j*7, i*j)
		}
		files[fmt.Sprintf("posts/%d.md", i)] = text.String()
		files[fmt.Sprintf("images/%d.png", i)] = picture(i)
	}
	return newFolder(t, files)
}

func TestPressedArticlesAreBuiltAlike(t *testing.T) {
	f := wordy(t, 5)
	loose, pressed := f.pressed(0), f.pressed(1)
	if len(loose.Messages) != 5 {
		t.Fatal(loose.Findings)
	}
	for _, m := range pressed.Messages {
		for i := range m.Articles {
			a := &m.Articles[i]
			if a.Pressed == nil || a.Content != "" {
				t.Errorf("%s is not pressed", a.Address)
			}
			a.Content, a.Readable, a.Pressed = a.HTML(), a.Reading(), nil
		}
	}
	if diff := cmp.Diff(loose, pressed); diff != "" {
		t.Error(diff)
	}
}

// What waits to be sent costs memory by what it says, not by what it is sent as.
func TestPressedArticlesLetTheirTextsGo(t *testing.T) {
	const n = 60
	f := wordy(t, n)
	live := func() int {
		for range 3 { // a pool lets go at the second
			runtime.GC()
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int(m.HeapAlloc)
	}
	cost := func(from int64) int {
		before := live()
		r := f.pressed(from)
		cost := (live() - before) / n
		if len(r.Messages) != n || !r.Messages[0].Articles[0].Rendered() {
			t.Fatal(r.Findings)
		}
		return cost
	}
	cost(0) // what is made once
	size := 0
	for _, m := range f.pressed(0).Messages {
		size += len(m.Articles[0].Content)
	}
	size /= n
	loose, pressed := cost(0), cost(1)
	t.Logf("an article of %d bytes of HTML takes %d bytes loose, %d pressed", size, loose, pressed)
	if loose < size || pressed > loose/3 {
		t.Errorf("an article of %d bytes of HTML takes %d bytes loose and %d pressed", size, loose, pressed)
	}
}
