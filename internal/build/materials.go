package build

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"mpsync/internal/asset"
	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/site"
)

// materials makes what materials.yaml declares, each checked against the API's
// limits.
func (b *builder) materials() {
	for _, m := range b.site.Materials {
		d, findings := b.material(m)
		b.result.Findings = append(b.result.Findings, findings...)
		if diag.HasErrors(findings) {
			b.result.Skipped[model.DeclaredAddress(m.Name)] = site.SkippedError
			continue
		}
		b.result.Declared = append(b.result.Declared, d)
	}
	slices.SortFunc(b.result.Declared, func(x, y model.Declared) int { return strings.Compare(x.Name, y.Name) })
}

func (b *builder) material(m site.Material) (d model.Declared, findings []diag.Diagnostic) {
	report := func(s diag.Severity, code string, pos diag.Pos, args ...any) {
		f := diag.New(s, code, pos, args...)
		f.Address = string(model.DeclaredAddress(m.Name))
		findings = append(findings, f)
	}
	data, err := b.site.ReadFile(m.Path)
	if err != nil {
		report(diag.Error, "image-unreadable", m.PathPos, m.Path)
		return d, findings
	}
	media := asset.InspectMedia(data)
	d = model.Declared{
		Name: m.Name, Type: m.Type, Title: m.Title, Introduction: m.Introduction,
		Asset: model.Asset{Path: m.Path, SHA256: media.SHA256, Size: media.Size},
	}
	if types := media.MaterialTypes(); d.Type == "" && len(types) > 0 {
		d.Type = types[0]
	}
	if code, args := media.Problem(cmp.Or(d.Type, "material")); code != "" {
		report(diag.Error, code, m.PathPos, append([]any{m.Path}, args...)...)
	}
	if d.Type == "image" || d.Type == "thumb" {
		im, err := asset.Inspect(data)
		if err != nil {
			report(diag.Error, asset.CodeOf(err), m.PathPos, m.Path, im.Type)
		}
		d.Asset.Fit = im.Cleaned()
	}
	switch {
	case d.Type == "video" && d.Title == "":
		report(diag.Error, "material-video-title", m.Pos, m.Name)
	case d.Type != "video" && d.Title+d.Introduction != "":
		report(diag.Warning, "material-title-unused", m.Pos, d.Type)
		d.Title, d.Introduction = "", ""
	}
	d.Asset.Name = d.UploadName(media.Ext())
	return d, findings
}

// player handles a voice or video in the text of an article: no API can put a
// player there. done is unset for anything else.
func (w *work) player(dest string, pos diag.Pos) (done bool) {
	if !slices.Contains(players, strings.ToLower(path.Ext(strings.TrimSuffix(dest, "]]")))) {
		return false
	}
	r := w.resolve(dest)
	if r.Reason != site.Found {
		w.report(diag.Error, r.Code(), pos, w.spelt(r, dest))
		return true
	}
	w.made.article.Deps["link "+dest] = ""
	i := slices.IndexFunc(w.result.Declared, func(d model.Declared) bool { return d.Asset.Path == r.Path })
	if i < 0 {
		w.report(diag.Warning, "media-undeclared", pos, dest)
		return true
	}
	w.report(diag.Warning, "media-declared", pos, dest, w.result.Declared[i].Asset.Name)
	return true
}

// players are the names of files that are heard or seen in a player.
var players = []string{".mp3", ".m4a", ".aac", ".wav", ".amr", ".wma", ".ogg", ".mp4", ".m4v", ".mov", ".webm", ".avi"}
