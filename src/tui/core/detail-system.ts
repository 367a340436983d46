/** The rest of the open node's machine: processor, memory, network, and what runs on it. */
import type { HardwareSample, NetworkSample, ProcessSample } from '../../shared/protocol/hardware.ts';
import type { ContainerSample } from '../../shared/protocol/upkeep.ts';
import { formatBytes, formatPercent } from '../../shared/units.ts';
import { cellText } from './cell-text.ts';
import type { DetailLook } from './detail-content.ts';
import { type Judge, type Remark, type Section, sectionOf, worstLevel } from './detail-section.ts';
import { type TableColumn, tableLines } from './detail-table.ts';
import { sparkline } from './graphs.ts';
import { span } from './spans.ts';

export function systemSections(hardware: HardwareSample, judge: Judge, look: DetailLook): readonly Section[] {
  return [
    serviceSection(hardware, look),
    processorSection(hardware, judge, look),
    sectionOf('memory', memoryRemarks(hardware, judge), look),
    networkSection(hardware.network ?? [], look),
    processSection(hardware.processes ?? [], look),
    containerSection(hardware.containers ?? [], look),
    sectionOf('system', systemRemarks(hardware, judge), look),
  ];
}

/** A percentage with its name, where it is known. */
function share(name: string, percent: number | null | undefined, level: Remark['level'] = null): readonly Remark[] {
  return typeof percent === 'number' ? [{ text: `${name} ${formatPercent(percent)}`, level }] : [];
}

/** What is mostly nothing, and then not worth a word. */
function someShare(name: string, percent: number | null | undefined, level: Remark['level']): readonly Remark[] {
  return typeof percent === 'number' && percent >= LEAST_PERCENT ? share(name, percent, level) : [];
}

/** Less would be told as 0 %. */
const LEAST_PERCENT = 0.5;

/** More cores than that are told two and more a cell. */
const MOST_CORE_CELLS = 64;

function processorSection({ cpu, pressure }: HardwareSample, judge: Judge, look: DetailLook): Section {
  if (!cpu) return { heading: 'processor', lines: [], level: null };
  const loads = [cpu.loadAverage, cpu.loadAverage5, cpu.loadAverage15].filter((load) => typeof load === 'number');
  const remarks: Remark[] = [
    ...(loads.length === 0 ? [] : [{ text: `load ${loads.map((load) => load.toFixed(1)).join('  ')}`, level: null }]),
    ...share('iowait', cpu.iowaitPercent, judge('iowaitPercent', null, cpu.iowaitPercent)),
    ...someShare('stolen', cpu.stealPercent, judge('stealPercent', null, cpu.stealPercent)),
    ...(typeof cpu.clockMegahertz === 'number' ? [{ text: `${Math.round(cpu.clockMegahertz)} MHz`, level: null }] : []),
    ...someShare('waited for a core', pressure?.cpuPercent, judge('cpuPressurePercent', null, pressure?.cpuPercent)),
    ...someShare('waited for disks', pressure?.ioPercent, judge('ioPressurePercent', null, pressure?.ioPercent)),
  ];
  const section = sectionOf('processor', remarks, look);
  const cells = Math.min(MOST_CORE_CELLS, cpu.perCore.length, look.width - 12);
  if (cells < 2) return section;
  const cores = [
    span(` ${cpu.perCore.length} cores `, 'dim'),
    span(sparkline(cpu.perCore, cells, look.glyphs), 'accent'),
  ];
  return { ...section, lines: [...section.lines, cores] };
}

function memoryRemarks({ memory, pressure }: HardwareSample, judge: Judge): readonly Remark[] {
  if (!memory) return [];
  const { swapUsedBytes, swapTotalBytes, cachedBytes, dirtyBytes } = memory;
  const swap =
    swapTotalBytes === 0 ? 'no swap' : `swap ${formatBytes(swapUsedBytes)} of ${formatBytes(swapTotalBytes)}`;
  const swapPercent = swapTotalBytes === 0 ? null : (100 * swapUsedBytes) / swapTotalBytes;
  return [
    { text: `${formatBytes(memory.usedBytes)} of ${formatBytes(memory.totalBytes)} used`, level: null },
    ...(typeof cachedBytes === 'number' ? [{ text: `${formatBytes(cachedBytes)} cached`, level: null }] : []),
    ...(typeof dirtyBytes === 'number' ? [{ text: `${formatBytes(dirtyBytes)} to be written`, level: null }] : []),
    { text: swap, level: judge('swapPercent', null, swapPercent) },
    ...someShare(
      'waited for memory',
      pressure?.memoryPercent,
      judge('memPressurePercent', null, pressure?.memoryPercent),
    ),
  ];
}

function networkSection(network: readonly NetworkSample[], look: DetailLook): Section {
  const rate = (bytes: number | null | undefined) =>
    typeof bytes === 'number' ? span(`${formatBytes(bytes)}/s`) : null;
  const moving = network.filter((each) => each.receivedBytesPerSecond !== null || each.sentBytesPerSecond !== null);
  if (moving.length === 0) return { heading: 'network', lines: [], level: null };
  const lines = tableLines(
    moving,
    [
      { title: 'INTERFACE', cell: ({ name }) => span(cellText(name)) },
      { title: 'IN', align: 'right', cell: (each) => rate(each.receivedBytesPerSecond) },
      { title: 'OUT', align: 'right', cell: (each) => rate(each.sentBytesPerSecond) },
      { title: 'LINK', align: 'right', cell: (each) => rate(each.linkBytesPerSecond) },
      {
        title: 'ERRORS/S',
        align: 'right',
        cell: ({ errorsPerSecond: errors }) =>
          typeof errors === 'number' ? span(errors.toFixed(1), errors > 0 ? 'warn' : 'dim') : null,
      },
    ],
    look,
  );
  return { heading: 'network', lines, level: null };
}

/** What a process and a container take of the machine alike. */
const LOAD_COLUMNS: readonly TableColumn<Pick<ProcessSample & ContainerSample, 'cpuPercent' | 'memoryBytes'>>[] = [
  {
    title: 'CPU',
    align: 'right',
    cell: ({ cpuPercent: cpu }) => (cpu === null ? null : span(`${Math.round(cpu)}%`)),
  },
  {
    title: 'MEMORY',
    align: 'right',
    cell: ({ memoryBytes }) => (memoryBytes === null ? null : span(formatBytes(memoryBytes))),
  },
];

function processSection(processes: readonly ProcessSample[], look: DetailLook): Section {
  const lines = tableLines(
    processes,
    [
      ...LOAD_COLUMNS,
      { title: 'PID', align: 'right', cell: ({ pid }) => span(String(pid), 'dim') },
      { title: 'PROCESS', cell: ({ name }) => span(cellText(name)) },
    ],
    look,
  );
  return { heading: 'top processes', lines: processes.length === 0 ? [] : lines, level: null };
}

/** What an engine calls a container that is not well. */
const TROUBLED_STATES: ReadonlySet<string> = new Set(['restarting', 'dead', 'unhealthy']);

function containerSection(containers: readonly ContainerSample[], look: DetailLook): Section {
  const lines = tableLines(
    containers,
    [
      { title: 'CONTAINER', cell: ({ name }) => span(cellText(name)) },
      {
        title: 'STATE',
        cell: ({ state }) =>
          span(cellText(state), TROUBLED_STATES.has(state) ? 'warn' : state === 'running' ? 'good' : 'dim'),
      },
      ...LOAD_COLUMNS,
      { title: 'IMAGE', cell: ({ image }) => span(cellText(image), 'dim') },
    ],
    look,
  );
  const level = worstLevel(containers.map(({ state }) => (TROUBLED_STATES.has(state) ? 'warn' : null)));
  return { heading: 'containers', lines: containers.length === 0 ? [] : lines, level };
}

function serviceSection({ services }: HardwareSample, look: DetailLook): Section {
  const failed = services?.failed ?? [];
  return sectionOf(
    'failed services',
    failed.map((name) => ({ text: cellText(name), level: 'warn' })),
    look,
  );
}

function systemRemarks({ packages }: HardwareSample, judge: Judge): readonly Remark[] {
  if (!packages) return [];
  const { updates, securityUpdates, rebootRequired } = packages;
  const remarks: Remark[] = [];
  if (rebootRequired) remarks.push({ text: 'must be rebooted for its updates', level: 'notice', tone: 'strong' });
  if (securityUpdates) {
    const level = judge('packageSecurityUpdates', null, securityUpdates);
    remarks.push({ text: `${securityUpdates} security ${securityUpdates === 1 ? 'update' : 'updates'}`, level });
  }
  if (updates !== null) {
    const text =
      updates === 0 ? 'packages up to date' : `${updates} ${updates === 1 ? 'package' : 'packages'} to update`;
    remarks.push({ text, level: judge('packageUpdates', null, updates) });
  }
  return remarks;
}
