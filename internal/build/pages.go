package build

import (
	"bytes"
	"context"
	"fmt"
	"hash/crc32"
	"maps"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/go-json-experiment/json"

	"mpsync/internal/cache"
	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/site"
)

// Pages keeps articles as they were made from one run to the next, so that an
// article whose source, settings, images and links are what they were is not
// made again. It is only ever a shortcut: what is kept is checked against all
// that it was made of, and what can't be read is made. It is safe for concurrent
// use, also by several processes; a nil Pages keeps nothing.
type Pages struct {
	// Store is where pages lie.
	Store *cache.Store
	// Program tells the running program from any other one that writes pages.
	Program string
}

// kept is a page as it is written, its long texts apart.
type kept struct {
	Article  model.Article     `json:"article"`
	Assets   []keptAsset       `json:"assets,omitempty"`
	Findings []keptFinding     `json:"findings,omitempty"`
	Asked    map[string]string `json:"asked,omitempty"` // as in [made]
	Lacks    missing           `json:"lacks,omitempty"`
}

type keptAsset struct {
	Ref    model.Reference `json:"ref"`
	Asset  model.Asset     `json:"asset"`
	Source []byte          `json:"source,omitempty"`
}

type keptFinding struct {
	diag.Diagnostic
	Args []keptArg `json:"args,omitempty"`
}

// keptArg is an argument of a finding.
type keptArg struct {
	Text   *string `json:"text,omitempty"`
	Number *int    `json:"number,omitempty"`
}

// passing are the findings that another run may not have, though nothing that a
// page is made of has changed.
var passing = map[string]bool{
	"article-changed": true, "math-failed": true, "diagram-failed": true, "diagram-syntax": true, "image-unreadable": true, "media-declared": true, "media-undeclared": true,
}

// keeper is the Pages of one Build.
type keeper struct {
	*Pages
	settings string // hash of what all pages of the site are made with
	sums     sums
	put      atomic.Bool
}

// done writes what was learned. whole says that the whole site was built.
func (k *keeper) done(s *site.Site, whole bool) {
	if k == nil {
		return
	}
	k.sums.write(k, s, whole)
	if k.put.Load() {
		k.Store.Tidy()
	}
}

// keeper makes pages ready for a build; nil when none are kept.
func (b *builder) keeper() *keeper {
	if b.Pages == nil {
		return nil
	}
	config, _ := b.site.ReadFile(site.ConfigFile) // a folder need not have one
	c := b.site.Config
	return &keeper{Pages: b.Pages, settings: model.Sum(
		"page 1", b.Pages.Program, string(config), c.Account.Name, c.Limits.Content, c.Lang, fmt.Sprint(c.Drafts(), b.Drafts, b.Fragment, b.SVG, b.Decodes), // a map is printed in order
	)}
}

// paged gives an article as an earlier run made it, or makes it.
func (b *builder) paged(ctx context.Context, a *site.Article, single bool) made {
	k := b.pages
	if k == nil || a.Meta.Cover == site.CoverAuto { // a card depends on this machine's fonts
		return b.article(ctx, a, single)
	}
	key := model.Sum(k.settings, b.themeOf(a), b.inputs(a, single), string(a.Address), a.Path, a.Source)
	if data, ok := k.Store.Get(key); ok {
		if m, ok := decode(data); ok && b.sameDeps(a, m.article.Deps) && b.sameTargets(a, m.asked) && !b.anyDamaged(m) {
			return m
		}
	}
	m := b.article(ctx, a, single)
	if data, ok := encode(m); ok && ctx.Err() == nil {
		k.Store.Put(key, data)
		k.put.Store(true)
	}
	return m
}

// anyDamaged says whether an image of an article was found damaged since the
// article was made.
func (b *builder) anyDamaged(m made) bool {
	for _, a := range m.assets {
		if b.damaged(a.SHA256) != "" {
			return true
		}
	}
	return false
}

// sameTargets says whether destinations lead where they did.
func (b *builder) sameTargets(a *site.Article, asked map[string]string) bool {
	for dest, was := range asked {
		if b.outcome(b.site.Resolve(a.Path, dest), dest) != was {
			return false
		}
	}
	return true
}

// outcome is all that is told of what a destination leads to.
func (b *builder) outcome(r site.Target, dest string) string {
	if r.Reason == site.Ambiguous {
		return b.spelt(r, dest)
	}
	return string(r.Reason) + " " + r.Path
}

// encode writes a page; ok is false when it is not to be kept.
func encode(m made) (data []byte, ok bool) {
	lacks := maps.Clone(m.lacks)
	delete(lacks, "svg-missing") // what the settings of a page tell
	if m.unusable || m.torn || len(lacks) > 0 {
		return nil, false
	}
	k := kept{Article: m.article, Asked: m.asked, Lacks: m.lacks}
	k.Article.Content, k.Article.Wanted, k.Article.Readable.Text = "", "", ""
	for _, ref := range slices.SortedFunc(maps.Keys(m.assets), func(a, b model.Reference) int { return strings.Compare(a.String(), b.String()) }) {
		asset := m.assets[ref]
		if asset.Fit == FitDiagram { // drawn by a program that may draw it otherwise
			return nil, false
		}
		k.Assets = append(k.Assets, keptAsset{ref, asset, asset.Source})
	}
	for _, d := range m.findings {
		f := keptFinding{Diagnostic: d}
		for _, arg := range d.Args {
			switch v := arg.(type) {
			case string:
				f.Args = append(f.Args, keptArg{Text: &v})
			case int:
				f.Args = append(f.Args, keptArg{Number: &v})
			default:
				return nil, false
			}
		}
		if passing[d.Code] {
			return nil, false
		}
		k.Findings = append(k.Findings, f)
	}
	head, err := json.Marshal(k)
	if err != nil {
		return nil, false
	}
	content, wanted, text := m.article.Content, m.article.Wanted, m.article.Readable.Text
	sizes := fmt.Sprintf(" %d %d %d %d\n", len(head), len(content), len(wanted), len(text))
	data = make([]byte, sumDigits, sumDigits+len(sizes)+len(head)+len(content)+len(wanted)+len(text))
	data = append(append(data, sizes...), head...)
	data = append(append(append(data, content...), wanted...), text...)
	copy(data, fmt.Sprintf("%0*d", sumDigits, crc32.ChecksumIEEE(data[sumDigits+len(sizes):])))
	return data, true
}

// sumDigits is how many digits the checksum of a page has.
const sumDigits = 10

// decode reads a page; ok is false when it is not whole.
func decode(data []byte) (m made, ok bool) {
	line, body, _ := bytes.Cut(data, []byte("\n"))
	var crc uint32
	var n [4]int
	if _, err := fmt.Sscanf(string(line), "%d %d %d %d %d", &crc, &n[0], &n[1], &n[2], &n[3]); err != nil || crc32.ChecksumIEEE(body) != crc {
		return made{}, false
	}
	var texts [4]string
	for i, size := range n {
		if size < 0 || size > len(body) {
			return made{}, false
		}
		texts[i], body = string(body[:size]), body[size:]
	}
	var k kept
	if json.Unmarshal([]byte(texts[0]), &k) != nil {
		return made{}, false
	}
	m = made{article: k.Article, asked: k.Asked, lacks: k.Lacks, assets: make(map[model.Reference]model.Asset, len(k.Assets))}
	m.article.Content, m.article.Wanted, m.article.Readable.Text = texts[1], texts[2], texts[3]
	if m.article.Deps == nil {
		m.article.Deps = map[string]string{}
	}
	for _, a := range k.Assets {
		a.Asset.Source = a.Source
		m.assets[a.Ref] = a.Asset
	}
	for _, f := range k.Findings {
		d := f.Diagnostic
		for _, arg := range f.Args {
			switch {
			case arg.Text != nil:
				d.Args = append(d.Args, *arg.Text)
			case arg.Number != nil:
				d.Args = append(d.Args, *arg.Number)
			}
		}
		m.findings = append(m.findings, d)
	}
	return m, true
}
