package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Sessions keeps the sessions of a server in the store. It has the methods that github.com/alexedwards/scs/v2 asks of a
// store. A token is kept as its hash: who reads the database or a backup cannot sign in with what is found there.
type Sessions struct{ s *Store }

// Sessions returns the sessions of the store.
func (s *Store) Sessions() *Sessions { return &Sessions{s} }

// FindCtx returns the data of a session that has not ended.
func (k *Sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	data, _, found, err := k.Kept(ctx, token)
	return data, found, err
}

// Kept returns the data of a session that has not ended, and when it ends.
func (k *Sessions) Kept(ctx context.Context, token string) (data []byte, ends time.Time, found bool, err error) {
	var at int64
	err = k.s.read.QueryRowContext(ctx, `select data, expires from sessions where token = $1 and expires > $2`, tokenSum(token), micros(k.s.now())).Scan(&data, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ends, false, nil
	}
	return data, time.UnixMicro(at), err == nil, told(err)
}

// CommitCtx keeps the data of a session until it ends, and forgets those that have ended.
func (k *Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	return k.s.change(ctx, func(q querier) error {
		if _, err := q.ExecContext(ctx, `delete from sessions where expires <= $1`, micros(k.s.now())); err != nil {
			return err
		}
		_, err := q.ExecContext(ctx, `insert into sessions (token, data, expires) values ($1, $2, $3)
			on conflict (token) do update set data = excluded.data, expires = excluded.expires`, tokenSum(token), data, micros(expiry))
		return err
	})
}

// DeleteCtx ends a session. One that does not exist is no error.
func (k *Sessions) DeleteCtx(ctx context.Context, token string) error {
	_, err := k.s.write.ExecContext(ctx, `delete from sessions where token = $1`, tokenSum(token))
	return told(err)
}

// AllCtx returns the data of all sessions that have not ended, by the hash of their token, since the token itself is not
// known. Hence a session cannot be ended by way of it: compare [User.Epoch] with the one noted at sign-in instead.
func (k *Sessions) AllCtx(ctx context.Context) (map[string][]byte, error) {
	out := map[string][]byte{}
	_, err := collect(ctx, k.s.read, func(rows *sql.Rows) (struct{}, error) {
		var token string
		var data []byte
		err := rows.Scan(&token, &data)
		out[token] = data
		return struct{}{}, err
	}, `select token, data from sessions where expires > $1`, micros(k.s.now()))
	return out, told(err)
}

// Find is FindCtx without a context.
func (k *Sessions) Find(token string) ([]byte, bool, error) {
	return k.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (k *Sessions) Commit(token string, data []byte, expiry time.Time) error {
	return k.CommitCtx(context.Background(), token, data, expiry)
}

// Delete is DeleteCtx without a context.
func (k *Sessions) Delete(token string) error { return k.DeleteCtx(context.Background(), token) }

// All is AllCtx without a context.
func (k *Sessions) All() (map[string][]byte, error) { return k.AllCtx(context.Background()) }

func tokenSum(token string) string { return sumOf([]byte(token)) }
