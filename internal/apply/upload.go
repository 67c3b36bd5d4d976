package apply

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/state"
	"mpsync/internal/wechat"
)

// uploads puts every file that the plan needs into the account, some at once.
func (x *run) uploads(ctx context.Context) error {
	if err := x.prepare(ctx, x.willUpload()); err != nil {
		return err
	}
	var g errgroup.Group
	g.SetLimit(max(1, x.Parallel))
	for _, u := range x.plan.Uploads {
		if ctx.Err() != nil {
			break
		}
		g.Go(func() error {
			err := x.upload(ctx, u)
			if fatal := (*storeError)(nil); errors.As(err, &fatal) {
				return err
			}
			if err != nil {
				x.mu.Lock()
				x.failed[u.Ref] = err
				x.mu.Unlock()
			}
			x.step(Event{Kind: EventUpload, File: u.Asset.Path, Err: err})
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

func (x *run) upload(ctx context.Context, u plan.Upload) error {
	if x.has(u.Ref) {
		return nil // settling found it
	}
	if u.Found != nil {
		return x.must(ctx, imageEntry("", u.Ref, *u.Found))
	}
	f, err := x.Bytes(ctx, u.Asset)
	if err != nil {
		return err
	}
	if u.Ref.Kind == model.RefCover || f.Permanent {
		return x.addMaterial(ctx, u.Ref, f)
	}
	if x.isSpent(uploadImg) {
		return x.deferred(uploadImg)
	}
	url, err := x.Images.UploadImg(x.calls, f.Name, f.Data)
	if err != nil {
		return x.spend(uploadImg, err)
	}
	return x.must(ctx, state.Entry{Images: map[string]state.Image{u.Ref.Key: {URL: url}}})
}

func (x *run) has(r model.Reference) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	if r.Kind == model.RefCover {
		return x.st.Materials[r.Key] != nil
	}
	_, ok := x.st.Images[r.Key]
	return ok
}

// The APIs of uploads, as intents and quotas name them.
const (
	uploadImg   = "media/uploadimg"
	addMaterial = "material/add_material"
)

// addMaterial adds a permanent image, which cannot be repeated: the name bears
// the hash, so that a lost reply can be looked up.
func (x *run) addMaterial(ctx context.Context, ref model.Reference, f model.File) error {
	if x.isSpent(addMaterial) {
		return x.deferred(addMaterial)
	}
	intent, err := x.open(ctx, uploading(ref, f.Name))
	if err != nil {
		return err
	}
	id := intent.ID
	mediaID, url, err := x.Images.AddImage(x.calls, f.Name, f.Data)
	switch wechat.OutcomeOf(err) {
	case wechat.OK:
		return x.must(ctx, imageEntry(id, ref, state.Material{MediaID: mediaID, URL: url, Name: f.Name}))
	case wechat.NotDone:
		if cerr := x.must(ctx, state.Entry{Close: id}); cerr != nil {
			return cerr
		}
		return x.spend(addMaterial, err)
	case wechat.Unknown:
	}
	found, ferr := x.images(ctx, f.Name)
	if m, ok := found[f.Name]; ferr == nil && ok {
		return x.must(ctx, imageEntry(id, ref, m))
	}
	return diag.Stop(errors.Join(ErrDeferred, err), "outcome-unknown", diag.Pos{}, addMaterial)
}

// uploading is the intent of adding a permanent image.
func uploading(r model.Reference, name string) *state.Intent {
	return &state.Intent{API: addMaterial, Key: r.Key, Image: r.Kind == model.RefImage, Name: name}
}

// imageEntry records what a reference stands for as a permanent material.
func imageEntry(intent string, r model.Reference, m state.Material) state.Entry {
	if r.Kind == model.RefImage {
		return state.Entry{Close: intent, Images: map[string]state.Image{r.Key: {URL: m.URL, MediaID: m.MediaID, Name: m.Name}}}
	}
	return state.Entry{Close: intent, Materials: map[string]*state.Material{r.Key: &m}}
}

// spend notes when an API's daily quota is used up and turns the refusal into a
// deferral.
func (x *run) spend(api string, err error) error {
	if wechat.ClassOf(err) != wechat.ClassDaily {
		return err
	}
	x.mu.Lock()
	x.spent[api] = true
	x.mu.Unlock()
	return x.deferred(api)
}

func (x *run) isSpent(api string) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.spent[api]
}

func (x *run) deferred(api string) error {
	return diag.Stop(ErrDeferred, "quota-deferred", diag.Pos{}, api)
}
