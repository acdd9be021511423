import { MemoryStorage } from '../support/memory-storage';
import { describeStorage } from './log-contract';

describeStorage('memory', async (work) => {
  const storage = new MemoryStorage();
  work(() => storage);
});
