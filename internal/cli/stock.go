package cli

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"mpsync/internal/site"
)

// firstFew is how many old posts are proposed for a first try.
const firstFew = 5

// stock is what a folder that is taken in holds.
type stock struct {
	posts, old, fresh, broken, undated int // fresh ones go into the account, broken ones would if they were mended

	since site.Since
	days  []string // of the sound old posts, newest first
}

// newest is the day from which the newest n sound old posts count, and how many
// count then: posts of one day go together.
func (s stock) newest(n int) (day string, count int) {
	if n = min(n, len(s.days)); n == 0 {
		return "", 0
	}
	day = s.days[n-1]
	for count < len(s.days) && s.days[count] >= day {
		count++
	}
	return day, count
}

// offer looks at a folder; where somebody answers, it asks whether to let the
// newest old posts in.
func (a *app) offer(ctx context.Context, dir string, asked *questions) (stock, error) {
	found, err := a.takeStock(ctx, dir)
	if err != nil || asked == nil || len(found.days) == 0 {
		return found, err
	}
	wanted := asked.number(ctx, "from-ask", min(firstFew, len(found.days)), found.old, found.since.Day)
	return a.letIn(ctx, dir, found, wanted)
}

// letIn moves the first day back until so many more posts go into the account.
// Old posts are not rendered before, so that some of them may turn out to have
// errors: then days before theirs are let in too.
func (a *app) letIn(ctx context.Context, dir string, before stock, wanted int) (stock, error) {
	now := before
	for n, last := wanted, 0; ; {
		day, count := before.newest(n)
		if count == last {
			return now, nil
		}
		if err := moveSince(filepath.Join(dir, site.ConfigFile), now.since.Day, day); err != nil {
			return now, err
		}
		var err error
		if now, err = a.takeStock(ctx, dir); err != nil {
			return now, err
		}
		n, last = count+wanted-(now.fresh-before.fresh), count
	}
}

// moveSince writes another first day into a configuration.
func moveSince(config, from, to string) error {
	text, err := os.ReadFile(config) //nolint:gosec // the file that init has just written
	if err != nil {
		return err
	}
	moved := strings.Replace(string(text), "since: "+from, "since: "+to, 1)
	return os.WriteFile(config, []byte(moved), 0o644) //nolint:gosec // the person's own file, readable as any text of theirs
}

// takeStock looks at a folder with a configuration.
func (a *app) takeStock(ctx context.Context, dir string) (stock, error) {
	a.flags.dir = dir
	s, err := a.openSite(ctx)
	if err != nil {
		return stock{}, err
	}
	defer s.close()
	if err := s.build(ctx, nil); err != nil {
		return stock{}, err
	}
	found := stock{posts: len(s.site.Files()), since: s.site.Config.Since}
	for _, file := range s.site.Files() {
		switch s.built.Skipped[file.Address] {
		case site.SkippedSince:
			found.old++
		case site.SkippedError:
			found.broken++
		case "":
			found.fresh++
		}
	}
	for _, x := range s.site.Articles {
		switch {
		case s.built.Skipped[x.Address] == site.SkippedSince:
			found.days = append(found.days, x.Day())
		case x.Day() == "":
			found.undated++
		}
	}
	slices.SortFunc(found.days, func(a, b string) int { return strings.Compare(b, a) })
	return found, nil
}
