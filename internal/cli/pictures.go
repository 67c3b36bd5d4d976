package cli

import (
	"context"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"

	"mpsync/internal/asset"
	"mpsync/internal/build"
	"mpsync/internal/diag"
	"mpsync/internal/library"
	"mpsync/internal/model"
	"mpsync/internal/site"
)

// pictures are the images of one article on their way beside it.
type pictures struct {
	*importer
	*drawn
	article  string
	names    map[string]string // SHA-256 → file name beside the article
	count    int
	coverSum string
	have     map[string]string // files already: id in the URL → destination
}

// content downloads the images of an article and says what stands for each.
func (p *pictures) content(ctx context.Context, addresses []string) (map[string]string, error) {
	dests := map[string]string{}
	addresses = slices.DeleteFunc(addresses, func(address string) bool {
		dest, ok := p.have[model.ImageID(address)]
		dests[address] = dest
		return ok
	})
	type got struct {
		data []byte
		im   asset.Image
		err  error
	}
	all := make([]got, len(addresses))
	var g errgroup.Group
	g.SetLimit(uploadsAtOnce)
	for i, address := range addresses {
		g.Go(func() error {
			all[i].data, all[i].im, all[i].err = p.account.files.picture(ctx, address)
			return nil
		})
	}
	_ = g.Wait() // every error stands with its image
	for i, address := range addresses {
		x := all[i]
		code := ""
		if x.err == nil {
			code = p.choose(x.im, asset.Content)
		}
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case x.err != nil && !keeps(address):
			p.report(diag.Warning, "import-image-left-out", p.article, short(address))
		case x.err != nil:
			dests[address] = address
			p.report(diag.Warning, "import-image", p.article, short(address), x.err.Error())
		case code != "": // it can't be uploaded, but where it is it can stay
			dests[address] = address
			p.report(diag.Note, "import-image-kept", p.article, short(address), x.im.Type)
		default:
			dests[address] = p.keep(x.data, x.im, "")
			p.images[x.im.SHA256] = address
		}
	}
	return dests, nil
}

// choose names what stands against uploading an image again, "" for nothing.
func (p *pictures) choose(im asset.Image, use asset.Use) string {
	if c := im.Choose(use, build.Rules(p.site.Config.Images)); c.Refused {
		return c.Code
	}
	return ""
}

// keeps says whether an image may stand in an article by its address.
func keeps(address string) bool {
	u, err := fullSize(address)
	return err == nil && (u.Host == "mmbiz.qpic.cn" || u.Host == "mmbiz.qlogo.cn")
}

// keep puts an image beside the article, once, and returns its file name.
func (p *pictures) keep(data []byte, im asset.Image, as string) string {
	if name, ok := p.names[im.SHA256]; ok {
		return name
	}
	dir := path.Dir(p.article)
	for _, f := range p.files {
		if path.Dir(f.path) == dir && string(f.data) == string(data) {
			p.names[im.SHA256] = path.Base(f.path)
			return path.Base(f.path)
		}
	}
	stem := strings.TrimSuffix(path.Base(p.article), ".md") + "-"
	if stem == "index-" {
		stem = map[bool]string{true: "", false: "image-"}[as != ""]
	}
	for {
		name := stem + as + "." + im.Ext
		if as == "" || p.count > 0 {
			p.count++
			name = stem + as + strconv.Itoa(p.count) + "." + im.Ext
		}
		at := path.Join(dir, name)
		if key := strings.ToLower(at); !p.importer.names[key] && !p.exists(at) {
			p.importer.names[key] = true
			p.names[im.SHA256] = name
			p.files = append(p.files, file{at, data})
			return name
		}
		p.count = max(p.count, 1)
	}
}

// cover downloads the cover and returns its file name, "" when there is none.
func (p *pictures) cover(ctx context.Context, a model.ObservedArticle) string {
	address := a.ThumbURL
	if address == "" {
		address = p.coverURL(ctx, a.ThumbMediaID)
	}
	if address == "" {
		p.report(diag.Warning, "import-cover", p.article)
		return ""
	}
	data, im, err := p.account.files.picture(ctx, address)
	if err != nil {
		p.report(diag.Warning, "import-cover", p.article)
		return ""
	}
	if code := p.choose(im, asset.Cover); code != "" {
		p.report(diag.Warning, "import-cover", p.article)
		return ""
	}
	p.coverSum, p.count = im.SHA256, 0
	return p.keep(data, im, "cover")
}

// coverURL looks a cover up among the account's images, which are listed once.
func (x *importer) coverURL(ctx context.Context, mediaID string) string {
	if x.materials == nil {
		x.materials = map[string]string{}
		// No material bears this name, so that all are listed; without the list
		// covers are reported as missing.
		list, _ := library.Images(ctx, x.account.client, []string{"\x00"})
		for _, m := range list {
			x.materials[m.MediaID] = m.URL
		}
	}
	return x.materials[mediaID]
}

// identify names the picture behind a destination by its content.
func (p *pictures) identify(a model.Article, dest string) string {
	for sum, name := range p.names {
		if name == dest {
			return sum
		}
	}
	if sum := a.Deps[p.site.Resolve(a.Path, dest).Path]; sum != "" {
		return sum
	}
	return model.ImageID(dest)
}

// fileOf says whether what an article names is a file of the site.
func (x *importer) fileOf(article string) func(dest string) bool {
	return func(dest string) bool { return x.site.Resolve(article, dest).Reason == site.Found }
}
