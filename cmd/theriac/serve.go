package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"theriac.dev/server"
	"theriac.dev/ui"
)

// serveFlags are what `theriac serve` can be told.
type serveFlags struct {
	database    string
	listen      string
	cert, key   string
	behindProxy bool
	open        bool
	backup      string
	verify      bool
	signIn      bool
}

func newServe(s streams) *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve [folder]",
		Short: "Open the studio: edit models in the browser, several people at once",
		Long: `Serve the studio: models as canvas, table and text in the browser, with findings that follow each edit, for several
people at once.

With a folder, its models are edited in place: the text stays the truth, comments stay, and other editors may be used at
the same time. The history is kept beside each model in .theriac/studio.db. With --database, projects, people and history
live in one SQLite file, or in PostgreSQL for an address that starts with postgres://.

It listens to this computer alone. Bound to another address it demands TLS (--tls-cert, --tls-key) or a proxy that does it
(--behind-proxy), and people sign in: make the first account with ` + "`theriac serve user add`" + `.`,
		Example: `  theriac serve examples/infusion-pump --open
  theriac serve --database studio.db
  theriac serve --database studio.db --backup studio-copy.db
  theriac serve models --backup histories-copy
  theriac serve --database studio.db --verify
  theriac serve --database studio.db --listen :443 --tls-cert cert.pem --tls-key key.pem`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runServe(cmd.Context(), s, f, args) },
	}
	fs := cmd.Flags()
	fs.StringVar(&f.listen, "listen", "127.0.0.1:8737", "address and port to listen at; port 0 takes a free one")
	fs.StringVar(&f.cert, "tls-cert", "", "file with the certificate for TLS")
	fs.StringVar(&f.key, "tls-key", "", "file with its key")
	fs.BoolVar(&f.behindProxy, "behind-proxy", false, "a proxy of yours stands in front and does TLS; it must set X-Forwarded-For")
	fs.BoolVar(&f.open, "open", false, "open the studio in the browser")
	fs.StringVar(&f.backup, "backup", "", "copy the database to this file, or histories and accounts of the folder to a new folder, and end, while others go on working")
	fs.BoolVar(&f.verify, "verify", false, "check the database, or histories and accounts of the folder, and end: the file, the chain of hashes, each content")
	fs.BoolVar(&f.signIn, "sign-in", false, "demand sign-in for a folder on this computer too")
	f.register(cmd.PersistentFlags())
	cmd.AddCommand(newServeUser(s, &f))
	return cmd
}

func (f *serveFlags) register(fs *pflag.FlagSet) {
	fs.StringVar(&f.database, "database", "", "keep projects in this SQLite file or at this postgres:// address")
}

func runServe(ctx context.Context, s streams, f serveFlags, args []string) error {
	// The process stays: give memory back sooner than a short command does.
	debug.SetGCPercent(60)
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM)
	defer stop()
	folder, err := f.folder(args)
	if err != nil {
		return err
	}
	switch {
	case f.backup != "" && f.verify:
		return usage("give --backup or --verify, not both; verify the copy with --database")
	case f.backup != "":
		return runBackup(ctx, s, f, folder)
	case f.verify:
		return runVerify(ctx, s, f, folder)
	}
	o, err := f.options(folder)
	if err != nil {
		return err
	}
	o.Log = slog.New(slog.NewTextHandler(s.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
	o.UI = ui.Handler(ui.Options{})
	l, err := f.listener(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = l.Close() }()
	srv, err := server.New(ctx, o)
	if err != nil {
		return failure(err)
	}
	if err := startable(ctx, srv, o, f); err != nil {
		return errors.Join(err, srv.Close())
	}
	address := f.address(l)
	fmt.Fprintf(s.out, "%s\n", address)
	if isTerminal(s.err) {
		fmt.Fprintln(s.err, "ctrl-c to end")
	}
	if f.open {
		openBrowser(ctx, s, address)
	}
	return failure(srv.Serve(ctx, l))
}

// startable refuses to start where nobody could come in.
func startable(ctx context.Context, srv *server.Server, o server.Options, f serveFlags) error {
	if o.SignIn || o.Database != "" {
		n, err := srv.People(ctx)
		if err != nil {
			return failure(err)
		}
		if n == 0 {
			where := o.Folder
			if o.Database != "" {
				where = "--database " + f.database
			}
			return usage("nobody could sign in yet; make the first account: theriac serve user add NAME %s", where)
		}
	}
	return failure(srv.Warm(ctx))
}

// folder is the folder to serve; empty with a database.
func (f serveFlags) folder(args []string) (string, error) {
	switch {
	case f.database != "" && len(args) > 0:
		return "", usage("give a folder or --database, not both")
	case f.database != "":
		return "", nil
	case len(args) > 0:
		return args[0], nil
	}
	return ".", nil
}

// options checks what was asked for: whoever listens to more than this computer needs TLS and sign-in.
func (f serveFlags) options(folder string) (server.Options, error) {
	o := server.Options{Folder: folder, Database: f.database, Version: version(), SignIn: f.signIn, Proxy: f.behindProxy, Secure: f.cert != "" || f.behindProxy}
	if (f.cert == "") != (f.key == "") {
		return o, usage("--tls-cert and --tls-key belong together")
	}
	if f.cert != "" && f.behindProxy {
		return o, usage("TLS is done here or by the proxy: give --tls-cert or --behind-proxy, not both")
	}
	here, err := loopback(f.listen)
	if err != nil {
		return o, err
	}
	if !here && !o.Secure {
		return o, usage("%s can be reached from other computers: give --tls-cert and --tls-key, or --behind-proxy where a proxy does TLS", f.listen)
	}
	o.SignIn = o.SignIn || o.Secure || !here
	return o, nil
}

// loopback reports whether an address is that of this computer alone.
func loopback(address string) (bool, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false, usage("--listen must be an address with a port, such as 127.0.0.1:8737, got %q", address)
	}
	if host == "localhost" {
		return true, nil
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback(), nil
}

func (f serveFlags) listener(ctx context.Context) (net.Listener, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", f.listen)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, failure(fmt.Errorf("%s is taken by another program; choose another port with --listen, or end that program", f.listen))
	case errors.Is(err, syscall.EACCES):
		return nil, failure(fmt.Errorf("%s may not be used by this account; choose a port above 1023 with --listen", f.listen))
	case err != nil:
		return nil, failure(err)
	case f.cert == "":
		return l, nil
	}
	pair, err := tls.LoadX509KeyPair(f.cert, f.key)
	if err != nil {
		return nil, errors.Join(failure(fmt.Errorf("read certificate: %w", err)), l.Close())
	}
	return tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}), nil
}

// address is where people go.
func (f serveFlags) address(l net.Listener) string {
	if f.cert != "" {
		return "https://" + l.Addr().String()
	}
	return "http://" + l.Addr().String()
}

// openBrowser shows a page to whoever sits here. That it cannot is no reason to end.
func openBrowser(ctx context.Context, s streams, address string) {
	command := []string{"xdg-open", address}
	switch runtime.GOOS {
	case "darwin":
		command[0] = "open"
	case "windows":
		command = []string{"rundll32", "url.dll,FileProtocolHandler", address}
	}
	if err := exec.CommandContext(ctx, command[0], command[1:]...).Start(); err != nil {
		fmt.Fprintf(s.err, "theriac: the browser could not be opened; go to %s\n", address)
	}
}

func newServeUser(s streams, f *serveFlags) *cobra.Command {
	cmd := &cobra.Command{Use: "user", Short: "Manage who can sign in"}
	var admin bool
	add := &cobra.Command{
		Use:   "add <name> [folder]",
		Short: "Make an account; the first one may manage people",
		Long: `Make an account for the database, or for a folder that is served to more than this computer. The password is asked for, or
read from standard input as one line. It needs 12 characters; a sentence is good.`,
		Example: `  theriac serve user add anna --database studio.db`,
		Args:    cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			folder, err := f.folder(args[1:])
			if err != nil {
				return err
			}
			password, err := readPassword(s)
			if err != nil {
				return err
			}
			srv, err := server.New(cmd.Context(), server.Options{Folder: folder, Database: f.database, SignIn: true, Version: version()})
			if err != nil {
				return failure(err)
			}
			if err := errors.Join(srv.AddPerson(cmd.Context(), args[0], password, admin), srv.Close()); err != nil {
				return failure(err)
			}
			fmt.Fprintf(s.err, "%s can sign in\n", args[0])
			return nil
		},
	}
	add.Flags().BoolVar(&admin, "admin", false, "may manage people")
	cmd.AddCommand(add)
	return cmd
}

// readPassword asks for a password without showing it, or reads a line where nobody sits at a terminal.
func readPassword(s streams) (string, error) {
	if in, ok := s.in.(*os.File); ok && term.IsTerminal(int(in.Fd())) {
		fmt.Fprint(s.err, "password: ")
		b, err := term.ReadPassword(int(in.Fd()))
		fmt.Fprintln(s.err)
		return string(b), failure(err)
	}
	line, err := bufio.NewReader(s.in).ReadString('\n')
	if line == "" && err != nil {
		return "", usage("give the password on standard input")
	}
	return strings.TrimRight(line, "\r\n"), nil
}
