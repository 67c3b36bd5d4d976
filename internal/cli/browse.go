package cli

import (
	"context"
	"net"
	"net/netip"
	"os/exec"
	"runtime"
)

// browse opens an address in the browser, as each system does.
func browse(ctx context.Context, url string) error {
	switch runtime.GOOS {
	case "darwin":
		return exec.CommandContext(ctx, "open", url).Start() //nolint:gosec // an address of our own page
	case "windows":
		return exec.CommandContext(ctx, "rundll32", "url.dll,FileProtocolHandler", url).Start() //nolint:gosec // the same
	}
	return exec.CommandContext(ctx, "xdg-open", url).Start() //nolint:gosec // the same
}

// addresses are those of the network interfaces that are up.
func addresses() ([]netip.Addr, error) {
	all, err := net.InterfaceAddrs()
	if err != nil {
		return nil, err
	}
	var list []netip.Addr
	for _, a := range all {
		if p, err := netip.ParsePrefix(a.String()); err == nil {
			list = append(list, p.Addr())
		}
	}
	return list, nil
}
