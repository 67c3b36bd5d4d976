package library

import (
	"context"
	"errors"
	"regexp"

	"mpsync/internal/model"
	"mpsync/internal/wechat"
)

// ErrMoving is returned where an account changed all the while it was listed, so
// that something may not have been seen.
var ErrMoving = errors.New("the account changed while it was listed")

// Used tells which permanent images the messages of an account use, whoever
// made them: its drafts, its permanent messages and what was published, each as
// far as the account has it. The keys are media_ids and, as [model.ImageID] gives
// them, images that stand in texts. What was broadcast is in no list.
func Used(ctx context.Context, c *wechat.Client, own Library) (map[string]bool, error) {
	used := map[string]bool{}
	for _, l := range []Library{material{c}, draft{c}} {
		p := pager[model.Observed]{
			list: func(ctx context.Context, offset int) (int, []model.Observed, error) {
				total, page, err := l.List(ctx, offset, wechat.PageSize, true)
				for i := range page {
					takeUsed(used, &page[i])
				}
				return total, page, err
			},
			id: func(o model.Observed) string { return o.MediaID },
		}
		if err := p.every(ctx); err != nil && (l.Name() == own.Name() || !lacking(err)) {
			return nil, err
		}
	}
	p := pager[model.Published]{
		list: func(ctx context.Context, offset int) (int, []model.Published, error) {
			total, page, err := c.PublishBatchGet(ctx, offset, wechat.PageSize, false)
			for i := range page {
				takeUsed(used, &page[i].Observed)
			}
			return total, page, err
		},
		id: func(p model.Published) string { return p.ArticleID },
	}
	if err := p.every(ctx); err != nil && !lacking(err) {
		return nil, err
	}
	return used, nil
}

// every reads all pages for what its list does with them.
func (p pager[T]) every(ctx context.Context) error {
	p.stop = func(_, _ []T) bool { return false }
	_, complete, err := p.all(ctx)
	if err == nil && !complete {
		err = ErrMoving
	}
	return err
}

// lacking says that an account does not have what was asked for.
func lacking(err error) bool {
	class := wechat.ClassOf(err)
	return class == wechat.ClassPermission || class == wechat.ClassClosed
}

// addressIn finds what may be the address of an image, in whatever attribute or
// style it stands.
var addressIn = regexp.MustCompile(`(?:https?:)?//[^\s"'()<>\\;]+`)

// takeUsed adds what a message uses and lets go of its texts, which would fill
// the memory for a large account.
func takeUsed(used map[string]bool, o *model.Observed) {
	for i := range o.Articles {
		a := &o.Articles[i]
		used[a.ThumbMediaID] = true
		for _, id := range a.Pictures {
			used[id] = true
		}
		for _, address := range append(addressIn.FindAllString(a.Content, -1), a.ThumbURL) {
			used[model.ImageID(address)] = true
		}
		a.Content, a.Readable = "", model.Readable{}
	}
	delete(used, "")
}
