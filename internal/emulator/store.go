package emulator

import (
	"context"
	"database/sql"
	_ "embed" // for the schema
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"sync"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// schema holds every table; schemaVersion counts its changes.
//
//go:embed schema.sql
var schema string

const schemaVersion = 1

// fileName is the database's name inside the account's folder.
const fileName = "account.db"

// store is the database. All writing goes through one connection, so that the
// goroutines of a process queue fairly instead of polling SQLite's lock; other
// processes are waited for by busy_timeout. In WAL mode with synchronous=NORMAL
// a committed transaction survives the death of the process.
type store struct {
	writerDB, reader *sql.DB

	mu     sync.Mutex // held for the length of a write
	writer *sql.Conn
	stmts  map[string]*sql.Stmt // of the writer
	reads  sync.Map             // query → *sql.Stmt of the reader
}

func openStore(ctx context.Context, dir string) (*store, error) {
	path := (&url.URL{Path: filepath.ToSlash(filepath.Join(dir, fileName))}).EscapedPath()
	dsn := "file:" + path + "?_pragma=busy_timeout(60000)&_pragma=synchronous(normal)&_pragma=cache_size(-8000)"
	w, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	r, err := sql.Open("sqlite", dsn+"&_pragma=query_only(1)")
	if err != nil {
		return nil, errors.Join(err, w.Close())
	}
	r.SetMaxOpenConns(4)
	r.SetMaxIdleConns(4)
	s := &store{writerDB: w, reader: r, stmts: map[string]*sql.Stmt{}}
	err = s.retry(ctx, func() error {
		s.writer, err = w.Conn(ctx)
		return err
	})
	if err == nil {
		err = s.migrate(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

func (s *store) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return errors.Join(s.reader.Close(), s.writerDB.Close())
}

// migrate makes the tables if the file is new. Every process that opens a new
// file tries; the immediate transaction lets one of them do it.
func (s *store) migrate(ctx context.Context) error {
	version := func() (v int, err error) {
		err = s.retry(ctx, func() error {
			return s.writer.QueryRowContext(ctx, "PRAGMA user_version").Scan(&v)
		})
		return v, err
	}
	if v, err := version(); err != nil || v == schemaVersion {
		return err
	}
	if err := s.retry(ctx, func() error {
		_, err := s.writer.ExecContext(ctx, "PRAGMA journal_mode=WAL")
		return err
	}); err != nil {
		return fmt.Errorf("switch to write-ahead log: %w", err)
	}
	return s.write(ctx, func(t tx) error {
		v, err := version()
		switch {
		case err != nil || v == schemaVersion:
			return err
		case v > schemaVersion:
			return fmt.Errorf("the account's file has format %d, newer than this program's %d", v, schemaVersion)
		case v > 0:
			return fmt.Errorf("the account's file has format %d, which this program no longer reads", v)
		}
		_, err = s.writer.ExecContext(ctx, fmt.Sprintf("%s; PRAGMA user_version=%d", schema, schemaVersion))
		return err
	})
}

// retry repeats f while another process holds the file's lock. SQLite's own
// busy_timeout does not cover the switch to WAL nor recovery after a crash.
func (s *store) retry(ctx context.Context, f func() error) error {
	for {
		err := f()
		if !isBusy(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(5 * time.Millisecond):
		}
	}
}

func isBusy(err error) bool {
	e, ok := errors.AsType[*sqlite.Error](err)
	return ok && e.Code()&0xff == sqlite3.SQLITE_BUSY
}

// tx is one transaction; the connection prepares each of its queries once.
type tx struct {
	ctx context.Context
	s   *store
}

// write runs f in a transaction that holds the write lock from its beginning.
// It goes on when the caller's context ends: a server that has begun an effect
// ends it whether or not the client still listens.
func (s *store) write(ctx context.Context, f func(tx) error) (err error) {
	ctx = context.WithoutCancel(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	t := tx{ctx, s}
	if err := s.retry(ctx, func() error { return t.exec("BEGIN IMMEDIATE") }); err != nil {
		return err
	}
	done := false
	defer func() {
		if !done {
			err = errors.Join(err, t.exec("ROLLBACK"))
		}
	}()
	if err := f(t); err != nil {
		return err
	}
	if err := s.retry(ctx, func() error { return t.exec("COMMIT") }); err != nil {
		return err
	}
	done = true
	return nil
}

// stmt returns the prepared form of a query, made on first use.
func (t tx) stmt(query string) (*sql.Stmt, error) {
	if st := t.s.stmts[query]; st != nil {
		return st, nil
	}
	st, err := t.s.writer.PrepareContext(t.ctx, query)
	if err != nil {
		return nil, fmt.Errorf("prepare %q: %w", query, err)
	}
	t.s.stmts[query] = st
	return st, nil
}

func (t tx) exec(query string, args ...any) error {
	_, err := t.insert(query, args...)
	return err
}

// insert runs a statement and returns the id of the row it inserted, if any.
func (t tx) insert(query string, args ...any) (int64, error) {
	st, err := t.stmt(query)
	if err != nil {
		return 0, err
	}
	res, err := st.ExecContext(t.ctx, args...)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

// change runs a statement and returns how many rows it touched.
func (t tx) change(query string, args ...any) (int64, error) {
	st, err := t.stmt(query)
	if err != nil {
		return 0, err
	}
	res, err := st.ExecContext(t.ctx, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// get scans the one row of a query; found is false when there is none.
func (t tx) get(dest []any, query string, args ...any) (found bool, err error) {
	st, err := t.stmt(query)
	if err != nil {
		return false, err
	}
	return scanOne(st.QueryRowContext(t.ctx, args...), dest)
}

// each calls f for every row of a query, which scans it.
func (t tx) each(f func(scan func(...any) error) error, query string, args ...any) error {
	st, err := t.stmt(query)
	if err != nil {
		return err
	}
	return eachRow(t.ctx, st, f, args)
}

// query reads without waiting for writers, outside any transaction of ours.
func (s *store) query(ctx context.Context, f func(scan func(...any) error) error, query string, args ...any) error {
	ctx = context.WithoutCancel(ctx)
	return s.retry(ctx, func() error {
		st, err := s.readStmt(ctx, query)
		if err != nil {
			return err
		}
		return eachRow(ctx, st, f, args)
	})
}

func (s *store) readStmt(ctx context.Context, query string) (*sql.Stmt, error) {
	if st, ok := s.reads.Load(query); ok {
		return st.(*sql.Stmt), nil
	}
	st, err := s.reader.PrepareContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("prepare %q: %w", query, err)
	}
	if old, ok := s.reads.LoadOrStore(query, st); ok {
		return old.(*sql.Stmt), st.Close()
	}
	return st, nil
}

func scanOne(row *sql.Row, dest []any) (bool, error) {
	switch err := row.Scan(dest...); {
	case errors.Is(err, sql.ErrNoRows):
		return false, nil
	case err != nil:
		return false, err
	}
	return true, nil
}

func eachRow(ctx context.Context, st *sql.Stmt, f func(scan func(...any) error) error, args []any) error {
	rows, err := st.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // Err below tells what went wrong
	for rows.Next() {
		if err := f(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// meta returns the facts of the account: profile, media_id prefix, __biz, clock.
func (s *store) meta(ctx context.Context) (map[string]string, error) {
	m := map[string]string{}
	err := s.query(ctx, func(scan func(...any) error) error {
		var k, v string
		err := scan(&k, &v)
		m[k] = v
		return err
	}, "SELECT key, value FROM meta")
	return m, err
}

func (t tx) setMeta(key, value string) error {
	return t.exec("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value)
}

func (t tx) addMeta(key, value string) error {
	return t.exec("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO NOTHING", key, value)
}

// setBase sets what a setting is after a reset, and what it is now.
func (t tx) setBase(name, value string) error {
	return t.exec("INSERT INTO setting (name, value, base) VALUES (?1, ?2, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2, base = ?2", name, value)
}
