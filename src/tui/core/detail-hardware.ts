/** What runs on the open node and what it runs on, in sections, those with trouble first. */
import type { DetailLook } from './detail-content.ts';
import { coolingSections } from './detail-cooling.ts';
import { gpuSection } from './detail-gpus.ts';
import { rendererSection } from './detail-renderers.ts';
import { judgeBy, sectionLines } from './detail-section.ts';
import type { LoadedDetail } from './detail-state.ts';
import { storageSections, watchSection } from './detail-storage.ts';
import { systemSections } from './detail-system.ts';
import type { NodeEntry } from './fleet-view.ts';
import type { PanelLine } from './panel.ts';

export function hardwareLines({ summary }: NodeEntry, loaded: LoadedDetail, look: DetailLook): readonly PanelLine[] {
  const { report, levels } = loaded.detail;
  const { hardware, roots = [] } = report;
  const work = [rendererSection(loaded, look), watchSection(roots, look)];
  if (!hardware) return sectionLines(work);
  const judge = judgeBy(levels ?? summary.levels);
  return sectionLines([
    ...work,
    gpuSection(hardware.gpus ?? [], judge, look),
    ...storageSections(hardware, judge, look),
    ...coolingSections(hardware, judge, look),
    ...systemSections(hardware, judge, look),
  ]);
}
