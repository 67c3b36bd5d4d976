package site

import (
	"fmt"
	"regexp"

	"mpsync/internal/diag"
)

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

// Value is the setting, "" when the setting is absent. The error is an
// [*UnsetError].
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

// UnsetError says that a setting names a variable that is not set.
type UnsetError struct {
	Name string
	Pos  diag.Pos // of the setting
}

func (e *UnsetError) Error() string {
	return fmt.Sprintf("%s: environment variable %s is not set", e.Pos, e.Name)
}

// Diagnostic is the error as a finding.
func (e *UnsetError) Diagnostic() diag.Diagnostic {
	return diag.New(diag.Error, "env-unset", e.Pos, e.Name)
}

var variable = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)

// expand fills in variables; an empty one counts as not set.
func expand(s string, pos diag.Pos, env func(string) (string, bool)) (expanded string, unset *UnsetError) {
	expanded = variable.ReplaceAllStringFunc(s, func(m string) string {
		name := m[2 : len(m)-1]
		if env != nil {
			if v, ok := env(name); ok && v != "" {
				return v
			}
		}
		unset = &UnsetError{name, pos}
		return ""
	})
	return expanded, unset
}
