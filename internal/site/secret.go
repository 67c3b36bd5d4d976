package site

import (
	"errors"
	"regexp"

	"mpsync/internal/diag"
)

// ErrUnset says that a setting names a variable of the environment that is not
// set.
var ErrUnset = errors.New("environment variable not set")

// Secret is a setting that is read only when it is needed, because the variable
// it names need not be set before, and that never shows itself.
type Secret struct {
	// reveal is a function, so that no way of printing a Secret can reach it.
	reveal func() (string, error)
}

// SecretOf is a Secret of a known value.
func SecretOf(value string) Secret {
	return Secret{func() (string, error) { return value, nil }}
}

// IsZero says whether the setting is absent.
func (s Secret) IsZero() bool { return s.reveal == nil }

// Value is the setting, "" when it is absent. The error wraps [ErrUnset].
func (s Secret) Value() (string, error) {
	if s.reveal == nil {
		return "", nil
	}
	return s.reveal()
}

// String hides the value.
func (s Secret) String() string {
	if s.IsZero() {
		return ""
	}
	return "(secret)"
}

// GoString hides the value.
func (s Secret) GoString() string { return s.String() }

// MarshalText hides the value, also in JSON.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

var variable = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)

// expand fills in variables; an empty one counts as not set.
func expand(s string, pos diag.Pos, env func(string) (string, bool)) (expanded string, unset *diag.FindingError) {
	expanded = variable.ReplaceAllStringFunc(s, func(m string) string {
		name := m[2 : len(m)-1]
		if env != nil {
			if v, ok := env(name); ok && v != "" {
				return v
			}
		}
		unset = diag.Stop(ErrUnset, "env-unset", pos, name)
		return ""
	})
	return expanded, unset
}
