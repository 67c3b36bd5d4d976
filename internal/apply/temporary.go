package apply

import (
	"context"
	"net/http"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/state"
	"mpsync/internal/wechat"
)

// Temporaries are the calls that make a message for one broadcast.
type Temporaries interface {
	MediaUpload(ctx context.Context, t wechat.MaterialType, f wechat.File) (mediaID string, err error)
	UploadNews(ctx context.Context, articles []model.Payload) (mediaID string, err error)
}

// thumbBytes is how large a thumb may be; it has to be a JPEG.
// https://developers.weixin.qq.com/doc/subscription/api/material/temporary/api_uploadtempmedia.html
const thumbBytes = 64 << 10

// Temporary makes a message that stands in no library, with content images that
// are uploaded first and covers that live for three days.
func (r *Runner) Temporary(ctx context.Context, c Temporaries, st *state.State, m model.Message, assets map[model.Reference]model.Asset) (mediaID string, err error) {
	p := plan.Plan{AppID: st.AppID, Library: st.Library}
	for _, a := range m.Articles {
		for _, ref := range model.References(a.Content) {
			if _, held := st.Images[ref.Key]; ref.Kind == model.RefImage && !held {
				p.Uploads = append(p.Uploads, plan.Upload{Ref: ref, Asset: assets[ref]})
			}
		}
	}
	x := r.newRun(p, st)
	calls, end := r.flight(ctx)
	defer end()
	x.calls = calls
	err = x.uploads(ctx)
	if x.changed {
		if cerr := r.Store.Commit(context.WithoutCancel(ctx), st); err == nil {
			err = cerr
		}
	}
	if err != nil {
		return "", err
	}
	for _, failed := range x.failed {
		return "", failed
	}
	var payloads []model.Payload
	for _, a := range m.Articles {
		payload, err := x.temporary(ctx, c, a, assets[a.Cover])
		if err != nil {
			return "", err
		}
		payloads = append(payloads, payload)
	}
	return c.UploadNews(ctx, payloads)
}

// temporary is one article with a cover of its own.
func (x *run) temporary(ctx context.Context, c Temporaries, a model.Article, cover model.Asset) (model.Payload, error) {
	content, ok := x.fill(a)
	if !ok {
		return model.Payload{}, diag.Stop(nil, "needs-upload", diag.Pos{}, string(a.Address))
	}
	f, err := x.Bytes(ctx, cover)
	if err != nil {
		return model.Payload{}, err
	}
	kind := wechat.Image
	if len(f.Data) <= thumbBytes && http.DetectContentType(f.Data) == "image/jpeg" {
		kind = wechat.Thumb
	}
	thumb, err := c.MediaUpload(ctx, kind, wechat.File{Name: f.Name, Data: f.Data})
	if err != nil {
		return model.Payload{}, err
	}
	return model.Payload{Fields: a.Fields, Comments: a.Comments, ThumbMediaID: thumb, Content: content}, nil
}
