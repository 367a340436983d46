import { describe, expect, it } from 'vitest';
import { formatFrameRange } from '../../shared/frames/frame-notation.ts';
import { ffmpeg } from './ffmpeg.ts';

function read(line: string) {
  const command = { argv: ['/usr/bin/ffmpeg', ...line.split(' ')], workingDirectory: '/w' };
  const render = ffmpeg.read(command, { text: () => null, blend: () => null });
  if (!render) return null;
  const outputs = render.outputs.map(({ directory, pattern }) => `${directory} | ${pattern ?? '?'}`).join(', ');
  return [outputs, render.frames ? formatFrameRange(render.frames) : '', render.scene];
}

describe('ffmpeg', () => {
  it.each([
    ['-f lavfi -i testsrc=size=64x64 -frames:v 24 beauty.%04d.png', '/w | beauty.####.png', '1-24', null],
    ['-y -i in.mov -start_number 100 -vframes 10 /r/a_%05d.jpg', '/r | a_#####.jpg', '100-109', '/w/in.mov'],
    ['-i in.mov -t 2.5 -r 24000/1001 /r/a.%d.png', '/r | a.#.png', '1-60', '/w/in.mov'],
    ['-t 00:01:00 -i in.mov -r 10 -t 00:00:03 /r/a.%d.png', '/r | a.#.png', '1-30', '/w/in.mov'],
    [
      '-framerate 24 -start_number 1001 -i /r/a.%04d.exr -c:v libx264 -y /r/out.mp4',
      '/r | out.mp4',
      '',
      '/r/a.%04d.exr',
    ],
    ['-i a.wav -f segment -segment_time 10 /o/seg_%03d.wav', '/o | seg_###.wav', '', '/w/a.wav'],
    ['-i in.mov -frames:v 5 a.%02d.png -frames:v 9 b.%02d.png', '/w | a.##.png, /w | b.##.png', '', '/w/in.mov'],
    ['-i in.mov -f rawvideo -', '', '', '/w/in.mov'],
    ['-i in.mov -f null /dev/null', '', '', '/w/in.mov'],
    ['-re -i in.mov -f flv rtmp://server/live', '', '', '/w/in.mov'],
  ])('reads ffmpeg %s', (line, outputs, frames, scene) => {
    expect(read(line)).toEqual([outputs, frames, scene]);
  });

  it('renders nothing when it only looks at a file', () => {
    expect(read('-hide_banner -i in.mov')).toBeNull();
  });
});
