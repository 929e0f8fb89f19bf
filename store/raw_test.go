package store_test

import (
	"crypto/sha256"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// raw runs statements on a database behind the back of the store, as somebody with a database tool would.
func raw(t testing.TB, address string, statements ...string) {
	t.Helper()
	for _, q := range statements {
		if err := rawErr(t, address, q); err != nil {
			t.Fatal(err)
		}
	}
}

func rawErr(t testing.TB, address, statement string) error {
	t.Helper()
	driver := "sqlite"
	if strings.HasPrefix(address, "postgres") {
		driver = "pgx"
	} else {
		address = filepath.ToSlash(address) + "?_pragma=busy_timeout(5000)"
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	_, err = db.Exec(statement)
	return err
}

// postgresSchema makes a schema for one test in the database that the environment names.
func postgresSchema(t testing.TB) string {
	t.Helper()
	address := os.Getenv(postgresEnv)
	if address == "" {
		t.Skipf("%s names no database", postgresEnv)
	}
	schema := fmt.Sprintf("t%d", time.Now().UnixNano())
	raw(t, address, "create schema "+schema)
	t.Cleanup(func() { raw(t, address, "drop schema "+schema+" cascade") })
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

func sum(data []byte) string { return fmt.Sprintf("%x", sha256.Sum256(data)) }

// size is that of a database file with its log.
func size(t testing.TB, path string) (n int64) {
	t.Helper()
	for _, p := range []string{path, path + "-wal"} {
		if info, err := os.Stat(p); err == nil {
			n += info.Size()
		}
	}
	return n
}
