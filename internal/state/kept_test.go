package state

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/model"
)

// TestKeepsImagesThatNoRecordTellsOf covers every way in which a record lets go
// of images that a message may go on using.
func TestKeepsImagesThatNoRecordTellsOf(t *testing.T) {
	cover := func(n string) model.Reference { return model.CoverRef(n, "asis") }
	record := func(mediaID string, p *Publication, refs ...string) *Message {
		m := &Message{MediaID: mediaID, Publication: p, Articles: []Article{{Address: "a"}}}
		for _, r := range refs {
			m.Articles[0].Refs = append(m.Articles[0].Refs, cover(r).String(), model.ImageRef(r, "gif").String())
		}
		return m
	}
	public, failed := &Publication{Status: PublicationPublic}, &Publication{Status: PublicationFailed}
	left := record("1", nil, "old")
	left.Left = time.Unix(1, 0)
	earlier := record("2", nil, "old")
	earlier.Earlier = []Publication{*public}
	tests := map[string]struct {
		was  *Message
		by   Entry
		kept []string
	}{
		"a draft gets another cover":        {record("1", nil, "old"), Entry{Messages: map[model.Address]*Message{"a": record("1", nil, "new")}}, nil},
		"a refused publication gets one":    {record("1", failed, "old"), Entry{Messages: map[model.Address]*Message{"a": record("1", nil, "new")}}, nil},
		"a draft is deleted":                {record("1", nil, "old"), Entry{Messages: map[model.Address]*Message{"a": nil}}, nil},
		"a draft is forgotten":              {record("1", nil, "old"), Entry{Forget: "a"}, []string{"old"}},
		"what readers have is succeeded":    {record("1", public, "old"), Entry{Messages: map[model.Address]*Message{"a": record("2", nil, "old")}}, []string{"old"}},
		"its successor gets another cover":  {earlier, Entry{Messages: map[model.Address]*Message{"a": record("2", nil, "new")}}, []string{"old"}},
		"what left is succeeded":            {left, Entry{Messages: map[model.Address]*Message{"a": record("2", nil, "new")}}, []string{"old"}},
		"what readers have is dropped":      {record("1", public, "old"), Entry{Messages: map[model.Address]*Message{"a": nil}}, []string{"old"}},
		"what readers have only moves":      {record("1", public, "old"), Entry{Messages: map[model.Address]*Message{"a": nil, "b": record("1", public, "old")}}, nil},
		"what readers have is read back":    {record("1", public, "old"), Entry{Messages: map[model.Address]*Message{"a": record("1", public, "old")}}, nil},
		"a message without record is named": {nil, Entry{Forget: "a"}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := New("l")
			if tt.was != nil {
				s.Messages["a"] = tt.was.clone()
			}
			for _, n := range []string{"old", "new"} {
				s.Materials[cover(n).Key] = &Material{MediaID: n}
				s.Images[model.ImageRef(n, "gif").Key] = Image{URL: "u", MediaID: n}
			}
			before := s.Clone()
			s.Apply(tt.by)
			var covers, images []string
			for _, m := range s.Materials {
				if m.Kept {
					covers = append(covers, m.MediaID)
				}
			}
			for i := range maps.Values(s.Images) {
				if i.Kept {
					images = append(images, i.MediaID)
				}
			}
			if !slices.Equal(covers, tt.kept) || !slices.Equal(images, tt.kept) {
				t.Errorf("kept are %v and %v, want %v", covers, images, tt.kept)
			}
			before.Apply(tt.by)
			before.Apply(tt.by)
			if d := cmp.Diff(s, before); d != "" {
				t.Errorf("applied twice (-once +twice):\n%s", d)
			}
		})
	}
}
