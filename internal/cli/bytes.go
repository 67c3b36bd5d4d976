package cli

import (
	"context"

	"mpsync/internal/asset"
	"mpsync/internal/model"
)

// bytes makes the files of uploads: here it is decided who makes which.
func (s *session) bytes() func(context.Context, model.Asset) (model.File, error) {
	images := &asset.Maker{Read: s.site.ReadFile}
	return images.File
}
