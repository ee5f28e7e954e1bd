// The search of the pages runs in a worker, which a browser refuses to a page opened from a folder.
// There its script runs in a hidden frame instead.
if (location.protocol === "file:") {
  window.Worker = class {
    constructor(script) {
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      this.loaded = new Promise((done) => {
        this.frame.onload = () => {
          const inside = this.frame.contentWindow;
          inside.postMessage = (data) => setTimeout(() => this.onmessage?.({ data }));
          const element = inside.document.createElement("script");
          element.src = new URL(script, location);
          element.onload = () => done(inside);
          element.onerror = () => this.onerror?.(new Event("error"));
          inside.document.head.append(element);
        };
      });
      document.body.append(this.frame);
    }
    postMessage(data) {
      this.loaded.then((inside) => inside.onmessage?.({ data }));
    }
    terminate() {
      this.frame.remove();
    }
  };
}
