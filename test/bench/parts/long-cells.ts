import { type Part, spreadOf } from '../figure.ts';
import { measureLongCells } from './cells.ts';

/** Time of one long cell in any column: twice the length has to take twice the time. */
export const longCells: Part = async () => {
  const { ratio, slowestMs } = measureLongCells();
  return [
    {
      what: 'one character 100,000 times in any column: time of 50,000 times',
      unit: 'times',
      measured: spreadOf([ratio]),
      beside: null,
      goal: '2',
    },
    {
      what: 'the slowest such cell',
      unit: 'ms of processor time',
      measured: spreadOf([slowestMs]),
      beside: null,
      goal: '',
    },
  ];
};
