package site

import (
	"encoding/binary"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"mpsync/internal/cache"
)

// anHourOn keeps heads in a folder, at a time when nothing that the test writes is new
// any more.
func anHourOn(dir string) *Heads {
	return &Heads{Store: &cache.Store{Dir: cache.Dir(dir), Most: 1 << 20, Now: func() time.Time { return time.Now().Add(time.Hour) }}, Program: "test"}
}

const twoArticles = `
-- a.md --
---
title: A
---
text
-- b.md --
# B
text
-- bad.md --
---
title: C
`

// entries are the files of a cache, without the marks that say when it was tidied.
func entries(t *testing.T, dir string) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(dir, "??", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestHeadsStandForFilesThatLookAsTheyDid(t *testing.T) {
	dir, kept := folder(t, twoArticles), t.TempDir()
	_, cold, _ := load(t, dir, Options{Heads: anHourOn(kept)})
	all := entries(t, kept)
	if len(all) != 1 {
		t.Fatalf("kept %q", all)
	}
	data, err := os.ReadFile(all[0])
	if err != nil {
		t.Fatal(err)
	}
	heads := decodeHeads(data)
	if len(heads) != 2 {
		t.Fatalf("kept %d heads, want those of the two sound files", len(heads))
	}
	// A head that says something else proves that the file is not read.
	a := heads["a.md"]
	a.source = "known"
	heads["a.md"] = a
	if err := os.WriteFile(all[0], encodeHeads(heads), 0o600); err != nil {
		t.Fatal(err)
	}
	s, warm, _ := load(t, dir, Options{Heads: anHourOn(kept)})
	if got := s.Articles[0].Source; got != "known" {
		t.Errorf("the file was read: its hash is %s", got)
	}
	if diff := cmp.Diff(cold, warm); diff != "" {
		t.Error(diff)
	}
	other := anHourOn(kept)
	other.Program = "another"
	if s, _, _ := load(t, dir, Options{Heads: other}); s.Articles[0].Source == "known" {
		t.Error("what another program kept was believed")
	}
}

func TestHeadsForgetFilesThatAreGone(t *testing.T) {
	dir, kept := folder(t, twoArticles), t.TempDir()
	_, _, _ = load(t, dir, Options{Heads: anHourOn(kept)})
	if err := os.Remove(filepath.Join(dir, "b.md")); err != nil {
		t.Fatal(err)
	}
	_, _, _ = load(t, dir, Options{Heads: anHourOn(kept)})
	data, err := os.ReadFile(entries(t, kept)[0])
	if heads := decodeHeads(data); err != nil || len(heads) != 1 {
		t.Errorf("%d heads, %v", len(heads), err)
	}
}

func TestHeadsOfFilesJustWrittenAreNotKept(t *testing.T) {
	dir, kept := folder(t, twoArticles), t.TempDir()
	h := anHourOn(kept)
	h.Store.Now = time.Now
	_, _, _ = load(t, dir, Options{Heads: h})
	if all := entries(t, kept); len(all) != 0 {
		t.Errorf("kept %q", all)
	}
}

func TestHeadsSurviveDamage(t *testing.T) {
	dir, kept := folder(t, twoArticles), t.TempDir()
	want, _, _ := load(t, dir, Options{Heads: anHourOn(kept)})
	name := entries(t, kept)[0]
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for i := range whole {
		broken := slices.Clone(whole)
		broken[i] ^= 0x55
		for _, data := range [][]byte{broken, whole[:i]} {
			if len(decodeHeads(data)) != 0 {
				t.Fatalf("damage at byte %d was believed", i)
			}
		}
	}
	if err := os.WriteFile(name, whole[:len(whole)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	got, _, _ := load(t, dir, Options{Heads: anHourOn(kept)})
	if diff := cmp.Diff(want.Articles, got.Articles, cmp.AllowUnexported(Article{}, place{})); diff != "" {
		t.Error(diff)
	}
}

func TestHeadsAreReadAsTheyWereWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String()
		one := rapid.Custom(func(t *rapid.T) head {
			h := head{look: text.Draw(t, "look"), source: text.Draw(t, "source"), heading: text.Draw(t, "heading")}
			h.fence, h.text = text.Draw(t, "fence"), []byte(text.Draw(t, "text"))
			h.line, h.bodyLine = rapid.IntRange(0, 1<<40).Draw(t, "line"), rapid.IntRange(0, 1<<40).Draw(t, "body")
			return h
		})
		want := rapid.MapOf(text, one).Draw(t, "heads")
		got := decodeHeads(encodeHeads(want))
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(head{}, front{})); diff != "" {
			t.Fatal(diff)
		}
	})
}

func FuzzHeads(f *testing.F) {
	f.Add(encodeHeads(map[string]head{"a.md": {look: "1", front: front{text: []byte("title: A")}}})[4:])
	f.Fuzz(func(_ *testing.T, data []byte) {
		decodeHeads(append(binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(data)), data...))
	})
}
