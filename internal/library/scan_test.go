package library

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"mpsync/internal/model"
)

// shelf is a library that changes between the pages of a listing.
type shelf struct {
	Library
	mu     sync.Mutex // pages are asked for ahead
	ids    []string
	lists  int
	change func(call int, ids []string) []string
	total  int // what it says to hold beyond what it holds
}

func (s *shelf) List(_ context.Context, offset, count int, _ bool) (int, []model.Observed, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lists++
	if s.change != nil {
		s.ids = s.change(s.lists, s.ids)
	}
	var page []model.Observed
	for _, id := range s.ids[min(offset, len(s.ids)):min(offset+count, len(s.ids))] {
		page = append(page, model.Observed{MediaID: id})
	}
	return len(s.ids) + s.total, page, nil
}

func numbered(n int) (ids []string) {
	for i := range n {
		ids = append(ids, fmt.Sprint(n-i))
	}
	return ids
}

func scanned(t *testing.T, s *shelf) (ids []string, complete bool) {
	t.Helper()
	got, err := Scan(t.Context(), s, ScanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range got.Messages {
		ids = append(ids, o.MediaID)
	}
	return ids, got.Complete
}

func TestScanReadsPagesOnce(t *testing.T) {
	for n, lists := range map[int]int{0: 1, 1: 1, 20: 1, 21: 2, 40: 2, 55: 3} {
		s := &shelf{ids: numbered(n)}
		got, complete := scanned(t, s)
		if diff := cmp.Diff(numbered(n), got); diff != "" || !complete || s.lists != lists {
			t.Errorf("%d: %s complete %v, %d lists", n, diff, complete, s.lists)
		}
	}
}

func TestScanStartsAgainWhenTheTotalMoves(t *testing.T) {
	s := &shelf{ids: numbered(45), change: func(call int, ids []string) []string {
		if call == 2 {
			return slices.Concat([]string{"new"}, ids)
		}
		return ids
	}}
	got, complete := scanned(t, s)
	if diff := cmp.Diff(slices.Concat([]string{"new"}, numbered(45)), got); diff != "" || !complete || s.lists != 6 {
		t.Errorf("%s complete %v, %d lists", diff, complete, s.lists)
	}
}

func TestScanOfARestlessAccountIsIncomplete(t *testing.T) {
	s := &shelf{ids: numbered(45), change: func(call int, ids []string) []string {
		return slices.Concat([]string{fmt.Sprint("new", call)}, ids)
	}}
	got, complete := scanned(t, s)
	if complete || s.lists != 9 {
		t.Errorf("complete %v after %d lists", complete, s.lists)
	}
	slices.Sort(got)
	if len(slices.Compact(got)) < 45 {
		t.Errorf("%d messages", len(got))
	}
}

func TestScanIsIncompleteWhereEntriesAreMissing(t *testing.T) {
	s := &shelf{ids: numbered(25), total: 30}
	if got, complete := scanned(t, s); complete || len(got) != 25 {
		t.Errorf("%d messages, complete %v", len(got), complete)
	}
}

func TestScanPassesErrorsOn(t *testing.T) {
	want := errors.New("refused")
	if _, err := Scan(t.Context(), failing{err: want}, ScanOptions{}); !errors.Is(err, want) {
		t.Errorf("got %v", err)
	}
}

type failing struct {
	Library
	err error
}

func (f failing) List(context.Context, int, int, bool) (int, []model.Observed, error) {
	return 0, nil, f.err
}

func TestScanIsNeverCompleteWithoutWhatWasThereAllAlong(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(0, 90).Draw(rt, "n")
		made := 0
		s := &shelf{ids: numbered(n), change: func(_ int, ids []string) []string {
			switch rapid.IntRange(0, 6).Draw(rt, "change") {
			case 0:
				made++
				return slices.Concat([]string{fmt.Sprint("new", made)}, ids)
			case 1:
				if len(ids) > 0 {
					i := rapid.IntRange(0, len(ids)-1).Draw(rt, "gone")
					return slices.Concat(ids[:i], ids[i+1:])
				}
			}
			return ids
		}}
		got, complete := scanned(t, s)
		seen := map[string]bool{}
		for _, id := range got {
			if seen[id] {
				rt.Fatalf("%s twice", id)
			}
			seen[id] = true
		}
		for _, id := range s.ids {
			if complete && id[0] != 'n' && !seen[id] {
				rt.Fatalf("%s is there and was not seen", id)
			}
		}
	})
}
