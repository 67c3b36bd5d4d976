package math

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/dop251/goja"
)

// before keeps MathJax from looking for a page to typeset.
const before = `var MathJax = {loader: {load: []}, startup: {ready: function () {}, pageReady: function () {}, typeset: false}};`

// after builds a document without a page. Left out are the extensions that load
// others, change settings, write links and classes, or hide mistakes. What one
// formula defines is forgotten before the next.
const after = `(function () {
	var M = MathJax._, left = ["require", "autoload", "setoptions", "html", "noerrors", "noundefined"];
	var adaptor = M.adaptors.liteAdaptor.liteAdaptor();
	M.handlers.html_ts.RegisterHTMLHandler(adaptor);
	var tex = new M.input.tex_ts.TeX({
		packages: M.input.tex.AllPackages.AllPackages.filter(function (p) { return left.indexOf(p) < 0; }),
		macros: {require: ["", 1]}
	});
	var svg = new M.output.svg_ts.SVG({fontCache: "none", font: new M.output.svg.fonts.tex_ts.TeXFont()});
	var doc = M.mathjax.mathjax.document("", {InputJax: tex, OutputJax: svg});
	var defined = ["new-Command", "new-Environment", "new-Delimiter"];
	function convert(source, display) {
		return adaptor.innerHTML(doc.convert(source, {display: display, em: 16, ex: 8, containerWidth: 1280}));
	}
	return function (source, macros, display) {
		defined.forEach(function (name) { tex.parseOptions.handlers.retrieve(name).map.clear(); });
		if (macros) { convert(macros, false); }
		return convert(source, display);
	};
})()`

// load starts MathJax.
func load(read func(name string) ([]byte, error)) (*engine, error) {
	vm := goja.New()
	vm.SetMaxCallStackSize(4096)
	if _, err := vm.RunString(before); err != nil {
		return nil, fmt.Errorf("start MathJax: %w", err)
	}
	for _, name := range Files {
		source, err := read(name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, ErrMissing
		}
		if err != nil {
			return nil, fmt.Errorf("read MathJax: %w", err)
		}
		program, err := goja.Compile(name, string(source), false)
		if err == nil {
			_, err = vm.RunProgram(program)
		}
		if err != nil {
			return nil, fmt.Errorf("run MathJax's %s: %w", name, err)
		}
	}
	v, err := vm.RunString(after)
	if err != nil {
		return nil, fmt.Errorf("start MathJax: %w", err)
	}
	call, ok := goja.AssertFunction(v)
	if !ok {
		return nil, errors.New("start MathJax: no function")
	}
	return &engine{vm: vm, call: call}, nil
}
