package asset

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"mpsync/internal/diag"
	"mpsync/internal/model"
)

// Maker makes the files of uploads from their sources.
type Maker struct {
	// Read reads a file of the site.
	Read func(path string) ([]byte, error)
}

// File makes the file of an upload. What a writer can mend is an error that
// wraps a finding.
func (m *Maker) File(_ context.Context, a model.Asset) (model.File, error) {
	data, err := m.source(a)
	if err != nil {
		return model.File{}, err
	}
	return model.File{Name: a.Name, Data: data, Permanent: a.Permanent}, nil
}

// source is what an asset is made of, which must be what was planned with.
func (m *Maker) source(a model.Asset) ([]byte, error) {
	data := a.Source
	if data == nil {
		var err error
		if data, err = m.Read(a.Path); err != nil {
			return nil, diag.Stop(err, "asset-gone", diag.Pos{}, a.Path)
		}
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != a.SHA256 {
		return nil, diag.Stop(nil, "asset-changed", diag.Pos{}, a.Path)
	}
	return data, nil
}
