/** What runs on the open node and what it runs on, in sections, those with trouble first. */
import type { RenderNodeDetail } from '../../shared/protocol/render-node.ts';
import type { DetailLook } from './detail-content.ts';
import { coolingSections } from './detail-cooling.ts';
import { gpuSection } from './detail-gpus.ts';
import { rendererSection } from './detail-renderers.ts';
import { judgeBy, type Section, sectionLines } from './detail-section.ts';
import type { LoadedDetail } from './detail-state.ts';
import { storageSections, watchSection } from './detail-storage.ts';
import { systemSections } from './detail-system.ts';
import { createMemo } from './graph-memo.ts';
import type { PanelLine } from './panel.ts';

const kept = createMemo<readonly Section[]>();

export function hardwareLines(loaded: LoadedDetail, look: DetailLook): readonly PanelLine[] {
  const { width, glyphs, state } = look;
  const variant = `${width} ${glyphs.vertical} ${state.temperatureUnit}`;
  const machine = kept(loaded.detail, variant, () => machineSections(loaded.detail, look));
  return sectionLines([rendererSection(loaded, look), ...machine]);
}

/** What depends on nothing but the report: no time runs in it. */
function machineSections({ report, levels }: RenderNodeDetail, look: DetailLook): readonly Section[] {
  const { hardware, roots = [] } = report;
  const watches = watchSection(roots, look);
  if (!hardware) return [watches];
  const judge = judgeBy(levels);
  return [
    watches,
    gpuSection(hardware.gpus ?? [], judge, look),
    ...storageSections(hardware, judge, look),
    ...coolingSections(hardware, judge, look),
    ...systemSections(hardware, judge, look),
  ];
}
