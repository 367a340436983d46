/** The open node's directories and disks: what it watches, what space is left, how the drives are, what moves. */
import type { DeviceSample, FileSystemSample, HardwareSample } from '../../shared/protocol/hardware.ts';
import type { WatchRootReport } from '../../shared/protocol/sequence.ts';
import type { Level } from '../../shared/protocol/threshold.ts';
import type { DriveSample } from '../../shared/protocol/upkeep.ts';
import { formatBytes, formatDuration, formatPercent, formatTemperature, percentOf } from '../../shared/units.ts';
import { cellText } from './cell-text.ts';
import type { DetailLook } from './detail-content.ts';
import { type Judge, type Section, signOf, toneOf, worstLevel } from './detail-section.ts';
import { figures, type TableColumn, tableLines } from './detail-table.ts';
import { progressBar } from './graphs.ts';
import { plainGlyphs } from './node-row.ts';
import { type Span, type SpanLine, span } from './spans.ts';

export function watchSection(roots: readonly WatchRootReport[], look: DetailLook): Section {
  return {
    heading: 'watches',
    lines: roots.map((root) => rootLine(root, look)),
    level: roots.some(isBroken) ? 'crit' : null,
  };
}

function isBroken({ status }: WatchRootReport): boolean {
  return status === 'missing' || status === 'unreadable';
}

function rootLine(root: WatchRootReport, { glyphs }: DetailLook): SpanLine {
  const broken = isBroken(root);
  const [glyph, tone] = broken ? ([glyphs.down, 'bad'] as const) : ([glyphs.rendering, 'good'] as const);
  const count = `${root.files} ${root.files === 1 ? 'file' : 'files'} in ${root.directories} ${root.directories === 1 ? 'directory' : 'directories'}`;
  return [
    span(` ${glyph} `, tone),
    span(cellText(root.path)),
    span(`   ${root.status}`, broken ? 'bad' : 'dim'),
    span(`   ${root.reason === null ? count : cellText(root.reason)}`, 'dim'),
  ];
}

export function storageSections(hardware: HardwareSample, judge: Judge, look: DetailLook): readonly Section[] {
  return [
    fileSystemSection(hardware.fileSystems ?? [], judge, look),
    driveSection(hardware.drives ?? [], judge, look),
    deviceSection(hardware, look),
  ];
}

function fileSystemSection(fileSystems: readonly FileSystemSample[], judge: Judge, look: DetailLook): Section {
  const judged = fileSystems.map((fileSystem) => ({ fileSystem, level: fileSystemLevel(fileSystem, judge) }));
  return {
    heading: 'file systems',
    lines: judged.map((each) => fileSystemLine(each, judge, look)),
    level: worstLevel(judged.map(({ level }) => level)),
  };
}

function fileSystemLevel(fileSystem: FileSystemSample, judge: Judge): Section['level'] {
  const { mount, totalBytes, freeBytes, fullInSeconds, inodesPercent } = fileSystem;
  return worstLevel([
    judge('diskUsedPercent', mount, percentOf(totalBytes - freeBytes, totalBytes)),
    judge('diskFullInSeconds', mount, fullInSeconds),
    judge('inodesPercent', mount, inodesPercent),
  ]);
}

const DISK_BAR_CELLS = 12;

function fileSystemLine(
  { fileSystem, level }: { readonly fileSystem: FileSystemSample; readonly level: Section['level'] },
  judge: Judge,
  { glyphs }: DetailLook,
): SpanLine {
  const { mount, source, type, totalBytes, freeBytes, holdsOutput, fullInSeconds, inodesPercent } = fileSystem;
  const used = percentOf(totalBytes - freeBytes, totalBytes);
  const bar = progressBar(used ?? 0, DISK_BAR_CELLS, glyphs);
  const tone = toneOf(judge('diskUsedPercent', mount, used));
  const more = (words: string, judged: Level | null): Span =>
    span(`   ${signOf(toneOf(judged), glyphs)}${words}`, toneOf(judged));
  const inodes = judge('inodesPercent', mount, inodesPercent);
  return [
    span(' '),
    span(bar.filled, tone === 'plain' ? 'accent' : tone),
    span(bar.track, 'track'),
    span((signOf(tone, glyphs) + plainGlyphs(formatPercent(used), glyphs)).padStart(5), tone),
    span(`  ${cellText(mount)}`, level === null ? 'plain' : 'strong'),
    span(holdsOutput ? ' output' : '', 'accent'),
    span(`   ${formatBytes(freeBytes)} free of ${formatBytes(totalBytes)}`),
    ...(typeof fullInSeconds === 'number'
      ? [more(`full in ${formatDuration(fullInSeconds)}`, judge('diskFullInSeconds', mount, fullInSeconds))]
      : []),
    ...(inodes === null ? [] : [more(`inodes ${formatPercent(inodesPercent ?? null)}`, inodes)]),
    span(`   ${cellText(type)} ${cellText(source)}`, 'dim'),
  ];
}

function driveSection(drives: readonly DriveSample[], judge: Judge, look: DetailLook): Section {
  return {
    heading: drives.length === 1 ? 'drive' : `${drives.length} drives`,
    lines: drives.length === 0 ? [] : driveLines(drives, judge, look),
    level: worstLevel(drives.map((drive) => driveLevel(drive, judge))),
  };
}

function driveLevel(drive: DriveSample, judge: Judge): Section['level'] {
  const { device, healthy, celsius, wearPercent, sparePercent } = drive;
  return worstLevel([
    healthy === false ? 'crit' : null,
    judge('driveTempC', device, celsius),
    judge('driveWearPercent', device, wearPercent),
    judge('driveSparePercent', device, sparePercent),
  ]);
}

function driveLines(drives: readonly DriveSample[], judge: Judge, look: DetailLook): readonly SpanLine[] {
  const unit = look.state.temperatureUnit;
  const known = <Value>(value: Value | null, text: (value: Value) => string) => (value === null ? null : text(value));
  return tableLines(
    drives,
    [
      { title: 'DRIVE', cell: ({ device }) => span(cellText(device)) },
      {
        title: 'HEALTH',
        cell: ({ healthy }) => (healthy === null ? null : healthy ? span('ok', 'good') : span('FAILING', 'bad')),
      },
      figures(
        'WEAR',
        ({ wearPercent }) => known(wearPercent, formatPercent),
        ({ device, wearPercent }) => toneOf(judge('driveWearPercent', device, wearPercent)),
      ),
      figures(
        'SPARE',
        ({ sparePercent }) => known(sparePercent, formatPercent),
        ({ device, sparePercent }) => toneOf(judge('driveSparePercent', device, sparePercent)),
      ),
      figures(
        'ERRORS',
        ({ errors }) => known(errors, String),
        ({ errors }) => (errors === 0 ? 'plain' : 'warn'),
      ),
      figures(
        'TEMP',
        ({ celsius }) => known(celsius, (value) => formatTemperature(value, unit)),
        ({ device, celsius }) => toneOf(judge('driveTempC', device, celsius)),
      ),
      figures('ON FOR', ({ powerOnSeconds }) => known(powerOnSeconds, formatDuration)),
      figures('READ', ({ readBytes }) => known(readBytes, formatBytes)),
      figures('WRITTEN', ({ writtenBytes }) => known(writtenBytes, formatBytes)),
      { title: 'MODEL', cell: ({ model }) => (model === null ? null : span(cellText(model), 'dim')) },
      { title: 'SERIAL', cell: ({ serial }) => (serial === null ? null : span(cellText(serial), 'dim')) },
    ],
    look,
  );
}

/** From here on a device is what a render waits for. */
const BUSY_PERCENT = 90;

function deviceSection({ disks }: HardwareSample, look: DetailLook): Section {
  const devices = disks?.devices ?? [];
  const isTold = disks !== null && (disks.readBytesPerSecond !== null || disks.writtenBytesPerSecond !== null);
  // Without devices of their own, and with several, a line for all of them.
  const all: DeviceSample[] = isTold && devices.length !== 1 ? [{ ...disks, name: 'all', busyPercent: null }] : [];
  const rate = (bytes: number | null) => (bytes === null ? null : `${formatBytes(bytes)}/s`);
  const columns: readonly TableColumn<DeviceSample>[] = [
    { title: 'DISK', cell: ({ name }) => span(cellText(name)) },
    figures('READS', (device) => rate(device.readBytesPerSecond)),
    figures('WRITES', (device) => rate(device.writtenBytesPerSecond)),
    figures(
      'BUSY',
      ({ busyPercent }) => (busyPercent === null ? null : formatPercent(busyPercent)),
      ({ busyPercent }) => (busyPercent !== null && busyPercent >= BUSY_PERCENT ? 'warn' : 'plain'),
    ),
  ];
  const rows = [...all, ...devices];
  return { heading: 'disk traffic', lines: rows.length === 0 ? [] : tableLines(rows, columns, look), level: null };
}
