package model

// MaterialsFile declares the permanent materials of a site.
const MaterialsFile = "materials.yaml"

// Declared is a permanent material that the site declares beside its articles:
// what menus, replies and people in the console use.
type Declared struct {
	Name string `json:"name"`
	// Type is "image", "voice", "video" or "thumb".
	Type  string `json:"type,omitempty"`
	Asset Asset  `json:"asset,omitzero"`
	// Title and Introduction are what readers see beside a video.
	Title        string `json:"title,omitempty"`
	Introduction string `json:"introduction,omitempty"`
}

// DeclaredAddress names a declared material where messages have addresses.
func DeclaredAddress(name string) Address { return Address(MaterialsFile + "#" + name) }

// Address is [DeclaredAddress] of d.
func (d Declared) Address() Address { return DeclaredAddress(d.Name) }

// Hash covers all that the API keeps of a material and cannot change.
func (d Declared) Hash() string {
	return Sum(d.Type, d.Asset.SHA256, d.Title, d.Introduction)
}

// UploadName is the file name of an upload. It bears the hash, so that a
// material is known again in a listing.
func (d Declared) UploadName(ext string) string { return "mpsync-" + d.Hash()[:16] + "." + ext }
