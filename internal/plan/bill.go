package plan

import (
	"maps"
	"slices"

	"mpsync/internal/model"
)

// bill adds up what changes cost: the files that the account lacks, each once,
// and the writing calls.
type bill struct {
	*maker
	calls   map[string]int
	seen    map[model.Reference]bool
	uploads []Upload
}

// apiNames says which APIs a library's actions call.
var apiNames = map[string]struct{ create, update, remove, list, get string }{
	"material": {"material/add_news", "material/update_news", "material/del_material", "material/batchget_material", "material/get_material"},
	"draft":    {"draft/add", "draft/update", "draft/delete", "draft/batchget", "draft/get"},
}

// of is what a change adds to the bill.
func (b *bill) of(c Change) (calls map[string]int, uploads []Upload) {
	if c.Material != nil {
		return materialCalls(c.Action), nil
	}
	calls = map[string]int{}
	for _, r := range c.Needs() {
		if b.seen[r] || b.holds(r) {
			continue
		}
		u := Upload{Ref: r, Asset: b.Assets[r], Found: b.found(r)}
		uploads = append(uploads, u)
		switch {
		case u.Found != nil:
		case b.permanent(r):
			calls[addMaterial]++
		default:
			calls["media/uploadimg"]++
		}
	}
	api := apiNames[b.Library]
	switch c.Action {
	case Create:
		calls[api.create]++
	case Replace:
		calls[api.create]++
		calls[api.remove]++
	case Update, Adopt:
		calls[api.update] += len(c.Articles)
	case Publish:
		if c.Reason != nil && c.Reason.Code != "publish-running" {
			calls[SubmitAPI]++
		}
		calls["freepublish/get"]++
	case Delete:
		calls[api.remove]++
	default:
	}
	return calls, uploads
}

// overdrawn names an API whose quota does not reach for more calls, or "".
func (b *bill) overdrawn(more map[string]int) string {
	for _, api := range slices.Sorted(maps.Keys(more)) {
		if left, limited := b.Left[api]; limited && more[api] > 0 && b.calls[api]+more[api] > left {
			return api
		}
	}
	return ""
}

// pay puts a change on the bill.
func (b *bill) pay(calls map[string]int, uploads []Upload) {
	for api, n := range calls {
		b.calls[api] += n
	}
	for _, u := range uploads {
		b.seen[u.Ref] = true
	}
	b.uploads = append(b.uploads, uploads...)
}
