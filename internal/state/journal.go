package state

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"mpsync/internal/diag"
)

// A journal is lines of "<checksum> <record as JSON>". All that a process has
// been told is durable stands in whole lines; only the last one can be torn.

const journalSuffix = ".journal"

// record is one line of a journal.
type record struct {
	Format  int    `json:"format"`
	Version string `json:"version"` // of the mpsync that wrote it
	Lineage string `json:"lineage"`
	Base    int64  `json:"base"` // serial of the snapshot that it patches
	Seq     int64  `json:"seq"`  // counts from 1 for each base
	Entry   Entry  `json:"entry"`
}

// sumLength is how many hex digits of SHA-256 a line begins with.
const sumLength = 16

func checksum(payload []byte) []byte {
	sum := sha256.Sum256(payload)
	return hex.AppendEncode(nil, sum[:sumLength/2])
}

// encodeRecord makes a line of a record, line end included.
func encodeRecord(r record) ([]byte, error) {
	var b bytes.Buffer
	b.Write(make([]byte, sumLength))
	b.WriteByte(' ')
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(r); err != nil {
		return nil, err
	}
	line := b.Bytes()
	copy(line, checksum(line[sumLength+1:len(line)-1]))
	return line, nil
}

// decodeRecord reads a line without its end; ok is false when it is not as it
// was written.
func decodeRecord(line []byte) (r record, ok bool) {
	sum, payload, _ := bytes.Cut(line, []byte(" "))
	if !bytes.Equal(sum, checksum(payload)) {
		return record{}, false
	}
	if json.Unmarshal(payload, &r) != nil {
		// The checksum holds, so a newer format is what keeps it from fitting.
		var form struct {
			Format  int
			Version string
		}
		_ = json.Unmarshal(payload, &form) // without them the line counts as damaged
		return record{Format: form.Format, Version: form.Version}, form.Format > Format
	}
	return r, true
}

// parseJournal reads all whole lines. end is where the next line belongs: after
// the last whole one. A last line that is torn was never acknowledged and is
// dropped; anything else that is wrong is an error naming the line.
func parseJournal(name string, data []byte) (records []record, end int, err error) {
	for end < len(data) {
		pos := diag.Pos{File: name, Line: len(records) + 1}
		line, rest, whole := bytes.Cut(data[end:], []byte("\n"))
		r, ok := decodeRecord(line)
		switch {
		case !whole, !ok && len(rest) == 0:
			return records, end, nil
		case ok && r.Format > Format:
			return nil, 0, newer(name, r.Version, r.Format)
		case !ok || !follows(records, r):
			return nil, 0, diag.Stop(nil, "state-journal-broken", pos, pos.Line)
		}
		records = append(records, r)
		end += len(line) + 1
	}
	return records, end, nil
}

// follows says whether r is the line after records: the next of its base, or
// the first of a later one.
func follows(records []record, r record) bool {
	if len(records) == 0 {
		return r.Seq == 1
	}
	last := records[len(records)-1]
	if last.Lineage == r.Lineage && last.Base == r.Base {
		return r.Seq == last.Seq+1
	}
	return r.Seq == 1 && (last.Lineage != r.Lineage || last.Base < r.Base)
}

// tail is where a stored state goes on: what the next line of its journal bears,
// and where it belongs.
type tail struct {
	lineage string
	serial  int64
	seq     int64 // of the last line
	end     int64 // length of the lines that count
	format  int   // the newest in snapshot and lines; 0 where nothing is stored
}

// next is the line that records e.
func (t *tail) next(version string, e Entry) ([]byte, error) {
	return encodeRecord(record{
		Format: Format, Version: version, Lineage: t.lineage, Base: t.serial, Seq: t.seq + 1, Entry: e,
	})
}

// wrote moves the tail behind a line that is durable.
func (t *tail) wrote(line []byte) {
	t.seq++
	t.end += int64(len(line))
}

// restore puts a state together. A nil snapshot is an absent one. If its journal
// is still there, what that says of the account is true all the same: the
// state is made of it alone, and plan finds the rest by listing.
func restore(name string, snapshot, journal []byte, lineage func() (string, error)) (*State, *tail, error) {
	records, end, err := parseJournal(name+journalSuffix, journal)
	if err != nil {
		return nil, nil, err
	}
	s, err := base(name, snapshot, records, lineage)
	if err != nil {
		return nil, nil, err
	}
	t := &tail{lineage: s.Lineage, serial: s.Serial}
	if snapshot != nil {
		h, _ := readHead(bytes.NewReader(snapshot)) // decoded above
		t.format = h.Format
	}
	for i, r := range records {
		pos := diag.Pos{File: name + journalSuffix, Line: i + 1}
		switch {
		case r.Lineage != s.Lineage:
			return nil, nil, diag.Stop(nil, "state-journal-foreign", pos)
		case r.Base > s.Serial:
			return nil, nil, diag.Stop(nil, "state-journal-ahead", pos, r.Base, s.Serial)
		case r.Base == s.Serial:
			s.Apply(r.Entry)
			t.seq, t.end, t.format = r.Seq, int64(end), max(t.format, r.Format)
		}
	}
	return s, t, nil
}

// base is the state that the journal patches.
func base(name string, snapshot []byte, records []record, lineage func() (string, error)) (*State, error) {
	switch {
	case snapshot != nil:
		return decode(name, snapshot)
	case len(records) > 0:
		last := records[len(records)-1]
		s := New(last.Lineage)
		s.Serial = last.Base
		return s, nil
	}
	l, err := lineage()
	if err != nil {
		return nil, err
	}
	return New(l), nil
}

// stale says that a state to be committed is not the stored one's successor.
func stale(name string, want, got int64) error {
	return diag.Stop(ErrStale, "state-stale", diag.Pos{File: name}, want, got)
}
