package local

import (
	"testing"

	"mpsync/internal/diag"
)

func TestLanguageIsTheBrowsers(t *testing.T) {
	for _, c := range []struct {
		given, accepted string
		want            diag.Lang
	}{
		{"", "zh-CN,zh;q=0.9,en;q=0.8", diag.Chinese},
		{"", "en-US,en;q=0.5", diag.English},
		{"", "fr,de;q=0.9,zh;q=0.1", diag.Chinese},
		{"", "fr", diag.English},
		{"zh", "en", diag.Chinese},
		{"xx", "zh", diag.Chinese},
		{"", "", diag.English},
	} {
		if got := Lang(c.given, c.accepted, diag.English); got != c.want {
			t.Errorf("%q %q: %s, want %s", c.given, c.accepted, got, c.want)
		}
	}
}
