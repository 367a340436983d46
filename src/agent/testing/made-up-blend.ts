/** Small `.blend` files of every kind of header, for tests: what no Blender at hand writes any more, or yet. */

export interface MadeUpScene {
  readonly name: string;
  readonly output: string;
  readonly first: number;
  readonly last: number;
  readonly step: number;
  readonly format: number;
  readonly modes: number;
}

const NAMES = [
  '*next',
  'name[66]',
  'id',
  '*camera',
  'imtype',
  'pad[3]',
  'im_format',
  'sfra',
  'efra',
  'frame_step',
  'scemode',
  'pic[1024]',
  'r',
  '*curscene',
];
const TYPES = ['char', 'int', 'void', 'ID', 'ImageFormatData', 'RenderData', 'Scene', 'FileGlobal'];
/** Each structure's type, and its fields: type, name. */
const STRUCTURES: readonly (readonly [type: string, fields: readonly (readonly [type: string, name: string])[]])[] = [
  [
    'ID',
    [
      ['void', '*next'],
      ['char', 'name[66]'],
    ],
  ],
  [
    'ImageFormatData',
    [
      ['char', 'imtype'],
      ['char', 'pad[3]'],
    ],
  ],
  [
    'RenderData',
    [
      ['ImageFormatData', 'im_format'],
      ['int', 'sfra'],
      ['int', 'efra'],
      ['int', 'frame_step'],
      ['int', 'scemode'],
      ['char', 'pic[1024]'],
    ],
  ],
  [
    'Scene',
    [
      ['ID', 'id'],
      ['void', '*camera'],
      ['RenderData', 'r'],
    ],
  ],
  ['FileGlobal', [['Scene', '*curscene']]],
];

/** `header` as Blender writes it; `active` is the number of the active scene. */
export function madeUpBlend(header: string, scenes: readonly MadeUpScene[], active = 0): Uint8Array {
  const isNew = header.startsWith('BLENDER17');
  const pointerBytes = header[7] === '_' ? 4 : 8;
  const write = writerOf(header[8] !== 'V' || isNew, pointerBytes);
  const block = (code: string, address: number, structure: number, body: Buffer): Buffer => {
    const mark = Buffer.from(code.padEnd(4, '\0'), 'latin1');
    if (isNew)
      return Buffer.concat([
        mark,
        write.int(structure),
        write.pointer(address),
        write.long(body.length),
        write.long(1),
        body,
      ]);
    return Buffer.concat([
      mark,
      write.int(body.length),
      write.pointer(address),
      write.int(structure),
      write.int(1),
      body,
    ]);
  };
  const addressOf = (scene: number): number => 0x1000 * (scene + 1);
  return Buffer.concat([
    Buffer.from(header, 'latin1'),
    block('DATA', 0x10, 0, Buffer.alloc(40)),
    block('GLOB', 0x20, 4, write.pointer(addressOf(active))),
    ...scenes.map((scene, i) => block('SC', addressOf(i), 3, sceneBody(scene, write))),
    block('DNA1', 0x30, 0, descriptionOf(write, pointerBytes)),
    block('ENDB', 0, 0, Buffer.alloc(0)),
  ]);
}

type Writer = ReturnType<typeof writerOf>;

function writerOf(little: boolean, pointerBytes: number) {
  const number = (bytes: number, value: number): Buffer => {
    const buffer = Buffer.alloc(bytes);
    if (little) buffer.writeUIntLE(value, 0, Math.min(6, bytes));
    else buffer.writeUIntBE(value, Math.max(0, bytes - 6), Math.min(6, bytes));
    return buffer;
  };
  return {
    short: (value: number) => number(2, value),
    int: (value: number) => number(4, value),
    long: (value: number) => number(8, value),
    pointer: (value: number) => number(pointerBytes, value),
  };
}

function sceneBody(scene: MadeUpScene, write: Writer): Buffer {
  const text = (value: string, bytes: number): Buffer => Buffer.concat([Buffer.from(value)], bytes);
  return Buffer.concat([
    ...[write.pointer(0), text(`SC${scene.name}`, 66), write.pointer(0)],
    ...[Buffer.from([scene.format, 0, 0, 0]), write.int(scene.first), write.int(scene.last), write.int(scene.step)],
    ...[write.int(scene.modes), text(scene.output, 1024)],
  ]);
}

function descriptionOf(write: Writer, pointerBytes: number): Buffer {
  const parts: Buffer[] = [];
  const length = (): number => parts.reduce((sum, part) => sum + part.length, 0);
  const mark = (code: string): void => {
    parts.push(Buffer.alloc(-length() & 3), Buffer.from(code, 'latin1'));
  };
  const texts = (values: readonly string[]): void => {
    parts.push(write.int(values.length), Buffer.from(values.map((value) => `${value}\0`).join('')));
  };
  mark('SDNA');
  mark('NAME');
  texts(NAMES);
  mark('TYPE');
  texts(TYPES);
  mark('TLEN');
  const id = pointerBytes + 66;
  const render = 4 + 16 + 1024;
  for (const size of [1, 4, 0, id, 4, render, id + pointerBytes + render, pointerBytes]) parts.push(write.short(size));
  mark('STRC');
  parts.push(write.int(STRUCTURES.length));
  for (const [type, fields] of STRUCTURES) {
    parts.push(write.short(TYPES.indexOf(type)), write.short(fields.length));
    for (const [fieldType, name] of fields)
      parts.push(write.short(TYPES.indexOf(fieldType)), write.short(NAMES.indexOf(name)));
  }
  return Buffer.concat(parts);
}
