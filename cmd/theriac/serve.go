package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"theriac.dev/server"
)

// serveFlags are what `theriac serve` can be told.
type serveFlags struct {
	listen string
}

func newServe(s streams) *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve [folder]",
		Short: "Open the studio: edit models in the browser, several people at once",
		Args:  cobra.MaximumNArgs(1),
		RunE:  func(cmd *cobra.Command, args []string) error { return runServe(cmd.Context(), s, f, args) },
	}
	cmd.Flags().StringVar(&f.listen, "listen", "127.0.0.1:8737", "address to listen at; port 0 takes a free one")
	return cmd
}

func runServe(ctx context.Context, s streams, f serveFlags, args []string) error {
	// The process stays: give memory back.
	debug.SetGCPercent(100)
	folder := "."
	if len(args) > 0 {
		folder = args[0]
	}
	srv, err := server.New(ctx, server.Options{Folder: folder, Version: version()})
	if err != nil {
		return failure(err)
	}
	l, err := net.Listen("tcp", f.listen)
	if err != nil {
		return failure(err)
	}
	fmt.Fprintf(s.out, "http://%s\n", l.Addr())
	h := &http.Server{Handler: srv.Handler(), ReadHeaderTimeout: 10 * time.Second}
	go func() {
		<-ctx.Done()
		_ = h.Close()
	}()
	if err := h.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return failure(err)
	}
	return srv.Close()
}
