package diag

// FindingError is a finding that stops a command, travelling as an error so
// that whoever prints it can choose the language.
type FindingError struct {
	Diagnostic
	// Err is what callers branch on, or nil.
	Err error
}

// Stop makes the error of a finding.
func Stop(err error, code string, pos Pos, args ...any) *FindingError {
	return &FindingError{New(Error, code, pos, args...), err}
}

// Error is the finding in English: "file:line: message; hint".
func (e *FindingError) Error() string {
	s := e.Message(English)
	if pos := e.String(); pos != "" {
		s = pos + ": " + s
	}
	if hint := e.Hint(English); hint != "" {
		s += "; " + hint
	}
	return s
}

// Unwrap gives Err.
func (e *FindingError) Unwrap() error { return e.Err }
