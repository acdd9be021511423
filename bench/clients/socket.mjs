import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';

const opcodes = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 };

/**
 * A WebSocket client that does as little as a client can: it finds where frames begin and end, and hands over ranges
 * of the bytes that the kernel gave. A general-purpose client spends more per frame than the fastest servers here, and
 * would measure itself. It negotiates no compression and masks with the key zero (any key is allowed).
 */
export class RawSocket {
  /** The code of the close frame, once the server has sent one. */
  closeCode = null;
  closed = false;
  receivedFrames = 0;
  receivedBytes = 0;
  /** `(chunk, start, end) => void` for each binary frame; the chunk must not be kept. */
  onFrame = ignore;
  onClose = ignore;
  #tcp;
  #rest = null;
  #saidGoodbye = false;

  constructor(tcp) {
    this.#tcp = tcp;
  }

  /** Opens a socket. @param {string} url `ws://host:port/path?query` */
  static open(url) {
    const { hostname, port, host, pathname, search } = new URL(url);
    return new Promise((resolve, reject) => {
      const tcp = connect({ host: hostname, port: Number(port), noDelay: true });
      const socket = new RawSocket(tcp);
      let head = Buffer.alloc(0);
      const failed = (error) => reject(error ?? new Error(`${url} closed the connection before the upgrade`));
      tcp.once('error', failed).once('close', failed);
      tcp.on('data', function upgrade(chunk) {
        head = Buffer.concat([head, chunk]);
        const end = head.indexOf('\r\n\r\n');
        if (end < 0) return;
        tcp.off('data', upgrade).off('error', failed).off('close', failed);
        if (!head.subarray(0, 12).equals(Buffer.from('HTTP/1.1 101'))) {
          tcp.destroy();
          reject(new Error(`${url} answered ${head.toString('latin1', 0, head.indexOf('\r\n'))}`));
          return;
        }
        socket.#listen();
        resolve(socket);
        // Frames that came with the answer are read after the caller has set its handlers.
        const early = head.subarray(end + 4);
        if (early.length > 0) setImmediate(() => socket.#read(early));
      });
      tcp.write(
        `GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
          `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
      );
    });
  }

  /** Sends one binary frame. */
  send(payload) {
    this.#write(opcodes.binary, payload);
  }

  /** Says goodbye; the server closes the connection. */
  close() {
    if (this.closed || this.#saidGoodbye) return;
    this.#saidGoodbye = true;
    this.#write(opcodes.close, Buffer.from([0x03, 0xe8]));
  }

  /** Drops the connection without a word. */
  destroy() {
    this.#tcp.destroy();
  }

  #listen() {
    this.#tcp.on('data', (chunk) => this.#read(chunk));
    // A reset is followed by 'close', which is what everybody here waits for.
    this.#tcp.on('error', ignore);
    this.#tcp.on('close', () => {
      this.closed = true;
      this.onClose(this.closeCode ?? 1006);
    });
  }

  #write(opcode, payload) {
    const { length } = payload;
    const lengthBytes = length < 126 ? 0 : length < 65_536 ? 2 : 8;
    const frame = Buffer.alloc(6 + lengthBytes + length);
    frame[0] = 0x80 | opcode;
    frame[1] = 0x80 | (lengthBytes === 0 ? length : lengthBytes === 2 ? 126 : 127);
    if (lengthBytes === 2) frame.writeUInt16BE(length, 2);
    if (lengthBytes === 8) frame.writeBigUInt64BE(BigInt(length), 2);
    frame.set(payload, 6 + lengthBytes);
    this.#tcp.write(frame);
  }

  #read(chunk) {
    this.receivedBytes += chunk.length;
    const bytes = this.#rest === null ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    while (bytes.length - at >= 2) {
      let length = bytes[at + 1] & 0x7f;
      let start = at + 2;
      if (length === 126) {
        if (bytes.length - at < 4) break;
        length = bytes.readUInt16BE(at + 2);
        start = at + 4;
      } else if (length === 127) {
        if (bytes.length - at < 10) break;
        length = Number(bytes.readBigUInt64BE(at + 2));
        start = at + 10;
      }
      if (start + length > bytes.length) break;
      this.#handle(bytes[at], bytes, start, start + length);
      at = start + length;
    }
    this.#rest = at === bytes.length ? null : bytes.subarray(at);
  }

  #handle(first, bytes, start, end) {
    if ((first & 0x80) === 0 || (first & 0x0f) === 0) throw new Error('this client reads no fragmented messages');
    const opcode = first & 0x0f;
    if (opcode === opcodes.binary) {
      this.receivedFrames++;
      this.onFrame(bytes, start, end);
    } else if (opcode === opcodes.ping) {
      this.#write(opcodes.pong, bytes.subarray(start, end));
    } else if (opcode === opcodes.close) {
      this.closeCode = end - start >= 2 ? bytes.readUInt16BE(start) : 1005;
      if (!this.#saidGoodbye) this.#write(opcodes.close, bytes.subarray(start, end));
      this.#tcp.end();
    }
  }
}

function ignore() {}
