package cli

import (
	"maps"
	"path/filepath"
	"slices"

	"mpsync/docs"
)

// recipe is a CI system's file: ours, and where it belongs; place is "" for one
// that is pasted into an editor.
type recipe struct{ file, place string }

// recipes are the systems that init writes for.
var recipes = map[string]recipe{
	"github":  {"ci/github.yml", ".github/workflows/mpsync.yml"},
	"gitlab":  {"ci/gitlab.yml", ".gitlab-ci.yml"},
	"gitee":   {"ci/gitee.yml", ".workflow/mpsync.yml"},
	"yunxiao": {"ci/yunxiao.yml", "yunxiao.yml"},
	"cnb":     {"ci/cnb.yml", ".cnb.yml"},
}

func ciHosts() []string { return slices.Sorted(maps.Keys(recipes)) }

// initCI writes the file of a CI system.
func (a *app) initCI(dir, host string) error {
	if host == "" {
		return nil
	}
	data, err := docs.Files.ReadFile(recipes[host].file)
	if err != nil {
		return err
	}
	place := filepath.Join(dir, filepath.FromSlash(recipes[host].place))
	if err := a.create(place, data); err != nil {
		return err
	}
	a.console.Say("init-ci", place)
	return nil
}
