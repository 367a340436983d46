/** Asks the hub for what graphs are drawn of; each question is answered by an action, whatever comes of it. */
import type { Moment } from '../../shared/clock.ts';
import type { HubApi } from '../../shared/hub-api.ts';
import { routes } from '../../shared/protocol/routes.ts';
import { historyQuery, trailsQuery } from '../core/history-request.ts';
import type { GraphsAction, GraphsEffect } from '../core/history-state.ts';
import { refusalSentence } from './hub-refusal.ts';

export interface GraphsCall {
  readonly now: () => Moment;
  readonly signal: AbortSignal;
}

export async function answerToGraphs(api: HubApi, effect: GraphsEffect, call: GraphsCall): Promise<GraphsAction> {
  try {
    return await answerOf(api, effect, call);
  } catch (error) {
    return failureOf(effect, refusalSentence(error), call.now());
  }
}

async function answerOf(api: HubApi, effect: GraphsEffect, { now, signal }: GraphsCall): Promise<GraphsAction> {
  switch (effect.kind) {
    case 'load-history': {
      const { subject } = effect;
      const history = await api.call(routes.getHistory, { query: historyQuery(subject), signal });
      return { kind: 'history', subject, history, at: now() };
    }
    case 'load-farm-summary': {
      const summary = await api.call(routes.getSummary, { signal });
      return { kind: 'farm-summary', summary, at: now() };
    }
    case 'load-trails': {
      const { nodes } = effect;
      const history = await api.call(routes.getHistory, { query: trailsQuery(nodes), signal });
      return { kind: 'trails', nodes, history, at: now() };
    }
  }
}

function failureOf(effect: GraphsEffect, reason: string, at: Moment): GraphsAction {
  switch (effect.kind) {
    case 'load-history':
      return { kind: 'history-failed', subject: effect.subject, reason, at };
    case 'load-farm-summary':
      return { kind: 'farm-summary-failed', reason, at };
    case 'load-trails':
      return { kind: 'trails-failed', at };
  }
}
