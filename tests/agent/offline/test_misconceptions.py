"""Beliefs that lead projects astray are noticed when stated, and not in innocent messages."""

import pytest

from agent.offline.speaking.misconceptions import misconceptions, stated

SAID = {
    "knowledge_in_weights": [
        "We'll fine-tune it on our wiki so that it knows our products.",
        "We get 20,000 questions a month and will fine-tune the bot on our handbook.",
        "The plan is to train a custom model on all our manuals and policies.",
        "Our idea: fine tune Llama with the whole Confluence.",
        "We want to put all our company knowledge into the model.",
    ],
    "retrieval_sets_the_tone": [
        "RAG will fix the tone of the replies.",
        "We hope retrieval gives it our brand voice.",
        "We get the right style with RAG.",
    ],
    "more_data_always_helps": [
        "More data always helps, so we scrape everything.",
        "The more training examples we have the better.",
        "You can never have too many labels.",
    ],
    "own_model_for_privacy": [
        "We need to train our own model for privacy.",
        "Because of GDPR we must build our own LLM.",
        "We have to fine-tune our own model so that nothing leaves our company.",
    ],
    "tuning_stops_invention": [
        "Fine-tuning stops hallucinations.",
        "Once we fine-tune it, it won't hallucinate any more.",
        "It makes things up, so we will fine-tune it.",
    ],
    "retrieval_ends_invention": [
        "With RAG it can't hallucinate.",
        "Retrieval eliminates hallucinations, that's our plan.",
        "RAG means no more made-up answers.",
    ],
    "lora_is_second_best": [
        "LoRA is always worse than the real thing.",
        "Full fine-tuning is obviously better, so we go for it.",
        "LoRA can't match full tuning.",
    ],
    "biggest_is_best": [
        "The biggest model is always the best.",
        "Bigger is always better, so we take the frontier model.",
        "Small models can't compete with GPT-4.",
    ],
    "zero_temperature_is_certain": [
        "Temperature 0 makes it deterministic.",
        "We set the temperature to zero so we always get the same answer.",
        "Output is reproducible because we use temperature = 0.",
    ],
    "tuning_is_always_better": [
        "A fine-tuned model is always better.",
        "Fine-tuning obviously beats prompting.",
        "Tuned models always outperform prompts.",
    ],
    "prompts_teach_for_good": [
        "The bot learns from every conversation with our users.",
        "The model will get better with each question, so we start small.",
        "Our assistant remembers from all the chats.",
    ],
    "prompting_is_wording": [
        "Prompt engineering is just wording tricks.",
        "Prompting is basically guesswork and magic words.",
        "Prompts are nothing but hacks.",
    ],
    "tuning_needs_a_cluster": [
        "Fine-tuning needs a GPU cluster and we have none.",
        "We are too small to fine-tune anything.",
        "Training costs millions.",
    ],
    "long_context_ends_retrieval": [
        "With a million tokens of context there is no need for RAG.",
        "RAG is dead, we paste everything.",
        "The context window is so large that we don't need any vector database.",
    ],
    "tuning_for_valid_json": [
        "We'll fine-tune the model so it returns JSON.",
        "We want to fine-tune it to output valid JSON.",
        "We get broken JSON, so we will fine-tune.",
    ],
    "tuned_once_is_done": [
        "We train the model once and then we're done.",
        "We'll fine-tune it once and forget about it.",
        "Tuned models need no maintenance.",
    ],
    "prompt_keeps_secrets": [
        "We keep the API key in the system prompt.",
        "We put the database password into the prompt.",
        "The system prompt tells it never to reveal prices, so it's safe.",
    ],
}

INNOCENT = [
    "We answer support mails, 40,000 a month, and have 3,000 good replies.",
    "We fine-tuned on 5,000 replies so that it keeps our tone.",
    "We use RAG over our wiki and the answers are fine.",
    "Our documentation changes every week.",
    "The knowledge base has 900 pages in Confluence.",
    "We have a wiki, a handbook and 4,000 labelled tickets.",
    "Fine-tuning on question and answer pairs from our docs is what the agency proposes.",
    "We'd like replies in our brand voice; RAG covers the facts.",
    "Retrieval finds the right page, but the tone is off.",
    "We have more data than we can label.",
    "More examples are on the way, about 200 a week.",
    "Accuracy went up when we added more data.",
    "The model must run on our own hardware because of privacy.",
    "Data protection is strict here: health records.",
    "Customer data must not leave the EU.",
    "We train our own drivers on the handbook.",
    "It hallucinates in about 5% of the answers.",
    "The bot makes things up when the page is missing.",
    "With RAG it still hallucinates now and then.",
    "RAG reduced hallucinations from 12% to 4%.",
    "We tried fine-tuning and it hallucinated more.",
    "We know that fine-tuning does not teach facts.",
    "It's a myth that fine-tuning stops hallucinations.",
    "LoRA worked well for us at rank 16.",
    "LoRA was two points behind full tuning on our test.",
    "Full fine-tuning is too expensive for us.",
    "We use the largest model today, but it is slow.",
    "The biggest model got 92%, the small one 88%.",
    "Small models are fast enough.",
    "We use temperature 0 for the evaluation.",
    "Temperature is set to 0.7.",
    "The same prompt gives different labels on reruns.",
    "A fine-tuned model scored 91%, the prompt 84%.",
    "Our tuned model beats the prompt on the test set.",
    "The team learns from every incident.",
    "New colleagues learn from our conversations with customers.",
    "We retrain weekly, so it learns from all corrections.",
    "We put three examples in the prompt.",
    "The prompt is 2,000 tokens long, most of it rules.",
    "Prompting is good enough for the first version.",
    "Prompts are versioned in git.",
    "We have a GPU cluster with eight H100s.",
    "Training took two hours on one card.",
    "We have no budget for GPUs.",
    "Requests are long: 30,000 tokens of context.",
    "The context window of the model is 128k tokens.",
    "We put the whole handbook into the prompt, 80 pages.",
    "The output must be valid JSON.",
    "JSON comes back broken in 3% of cases.",
    "We validate the JSON and retry once.",
    "We extract fields from invoices into JSON.",
    "We retrain once a quarter.",
    "The prompt says to never reveal internal prices.",
    "Our API key expired yesterday.",
    "We store prompts and completions for 30 days.",
    "The labels come from two annotators.",
    "We must launch in six weeks with a budget of $20,000.",
    "We translate product descriptions into eight languages.",
    "The classifier routes mails to twelve teams.",
    "Nobody in the team has trained a model.",
    "We want short replies in a calm style.",
    "The documents are contracts of about 20 pages.",
    "Our policies rarely change.",
    "Hallucinations are not a problem here.",
    "We plan to add retrieval next quarter.",
    "Quality matters more than price.",
    "We compared two models on 300 cases.",
    "A vendor hosts the model for us.",
    "We don't plan to fine-tune on our wiki.",
    "Instead of training a model on our docs we use search.",
]

ASKED = [
    "Does fine-tuning stop hallucinations?",
    "Should we fine-tune it on our wiki so that it knows our products?",
    "Will RAG fix the tone?",
    "Is LoRA always worse than full fine-tuning?",
    "What if we fine-tuned it on our manuals?",
    "Is the biggest model always the best?",
    "does temperature 0 make it deterministic?",
]


@pytest.mark.parametrize(
    ("key", "text"), [(key, text) for key, texts in SAID.items() for text in texts]
)
def test_a_stated_misconception_is_noticed(key: str, text: str) -> None:
    assert stated(text) == key


def test_every_misconception_has_messages_that_state_it() -> None:
    assert set(SAID) == set(misconceptions())


@pytest.mark.parametrize("text", INNOCENT + ASKED)
def test_an_innocent_message_or_a_question_is_let_alone(text: str) -> None:
    assert stated(text) is None
