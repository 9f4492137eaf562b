// The line to the server. It comes back by itself when it was cut.

import { read } from "./wire.js";

const AGAIN = 1000;  // milliseconds after which a line that was cut is opened anew

export class Line {
  // take: called with each message. cut: called when nobody answers.
  constructor(take, cut) {
    Object.assign(this, { take, cut });
    this.open();
  }

  open() {
    this.socket = new WebSocket(new URL("socket", location.href).href.replace(/^http/, "ws"));
    this.socket.binaryType = "arraybuffer";
    this.socket.onmessage = ({ data }) => this.take(read(data));
    this.socket.onclose = () => { this.cut(); setTimeout(() => this.open(), AGAIN); };
  }

  // Ask something; says whether anybody heard it.
  ask(question) {
    if (this.socket.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(question));
    return true;
  }
}
