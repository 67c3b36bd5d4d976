package cli

import (
	"context"

	"mpsync/internal/library"
	"mpsync/internal/model"
	"mpsync/internal/wechat"
)

// materials are the calls for materials that the site declares.
type materials struct{ client *wechat.Client }

// Add adds a permanent material; only a video has a description.
func (m materials) Add(ctx context.Context, d model.Declared, f model.File) (mediaID, url string, err error) {
	var info *wechat.VideoInfo
	if d.Type == string(wechat.Video) {
		info = &wechat.VideoInfo{Title: d.Title, Introduction: d.Introduction}
	}
	return m.client.AddMaterial(ctx, wechat.MaterialType(d.Type), wechat.File{Name: f.Name, Data: f.Data}, info)
}

// Find looks materials up by name.
func (m materials) Find(ctx context.Context, materialType string, names []string) ([]model.Material, error) {
	l, err := library.Materials(ctx, m.client, wechat.MaterialType(materialType), names)
	return l.Materials, err
}

// Delete deletes a material for ever.
func (m materials) Delete(ctx context.Context, mediaID string) error {
	return m.client.DelMaterial(ctx, mediaID)
}
